"""What a dialogue spoke of, weighed as evidence for its next turn.

In come a turn and the clauses that the dialogue cited, with their neighbours. Out comes the
sentence that has most for it, and how likely it answers. Read `weighing`, then `meant` (which
documents the turn means), `wanted` (which particular), `bearing` (how much each sign counts;
`dialogue.toml`) and `grounds` (the chance).
"""
