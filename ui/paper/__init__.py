"""The working paper: clauses that a judge pinned, with notes, and their export."""
