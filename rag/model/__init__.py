"""An answer worded by a language model, held to the clauses.

In comes the quoted answer. Out comes the model's wording of it, as far as checking found it in the
clauses, else the quoted answer. Read `generate`, then `prompt` and `tokens` (what is sent;
`tokens.txt`), `endpoint` and `streaming` (to whom, and what comes back), `marks` (the text as
sentences with keys), `gate` (which of them a reader sees) and `remarks` (what is said about them).
"""
