"""How a clause is cited in writing: reference lines, and an answer as it is copied."""
