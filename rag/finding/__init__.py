"""What answers a question: clauses are found, sentences chosen and quoted.

In comes a `Question`. Out come its clauses, best first, and the sentences of an answer, each with
its mark. Read `inquiry` (the question on its way), `retrieve` (with `weights.toml`), `expanded`
(whether an everyday question has found its clause; `chance.toml`), `lookup` (clauses and parts by
number), `extract` and `fitting` (which sentences), `narrow` and `respectively` (which part of a
sentence), `compose` (marks) and `notes` (remarks beside the answer).
"""
