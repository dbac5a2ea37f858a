"""Clauses to hits: the lexical index, the vectors, and the store that holds both."""
