"""Questions to answers: find the clauses, choose the sentences, cite them."""
