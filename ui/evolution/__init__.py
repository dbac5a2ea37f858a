"""How a reform changed: what each document says of a topic, in time or side by side, and as a file.

Judgements are made by rules and show their ground; two clauses can be set beside each other.
"""
