"""Questions made from clauses by rule, and when each person is to be asked them again."""
