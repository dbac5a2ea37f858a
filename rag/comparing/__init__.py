"""Documents side by side: a table aligned by topic, each cell quoted.

In comes a question that compares. Out comes a `Table`, and for each document that says nothing a
note. Read `compare`, then `columns` (which documents), `topics` (which rows), `cells` with
`cell_signs` and `cell_chances` (which sentences stand in a cell; `cells.toml`), `told` (whether
the topic is spoken of at all) and `stages` (how far a reform has come).
"""
