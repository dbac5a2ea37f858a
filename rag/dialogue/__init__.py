"""A turn of a dialogue, written as a question that stands alone.

In come a turn and what was said before it. Out comes a question that needs no dialogue. Read
`turns`, then `followup` and `followup_words` (how the turn leans on the dialogue), `about`,
`cited` and `spoken_of` (what the dialogue is about), `completion`, `places`, `other_sources` and
`wording` (the question written out).
"""
