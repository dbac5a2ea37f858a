"""Whether what is said stands in the words cited: by code, never by a model.

In come a sentence and its citations. Out comes a `Verification`. Read `verify`, then `ground`
(what the sentence may say), `attribution` (under which name), `support` and `polarity` (in other
words, but not the other way round), `structure` (headings and counts) and `english`. `premise`,
with `pieces`, `exclusive`, `swapped`, `english_counts` and `issuing`, holds the question itself
against the clauses.
"""
