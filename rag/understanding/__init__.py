"""What a question asks: its documents, its places, its kind and its words.

In comes a question that stands alone. Out comes a `Question`. Read `question`, then what it asks
of the others: `naming` (which documents; `english_names`, `listing` and `years` help), `pointers`
(which clauses and parts), `details` and `asked_details` (which particulars), `definitions`,
`side_by_side` (whether it compares) and `subject` (the words that are left).
"""
