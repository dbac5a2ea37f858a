"""The clauses of all documents as the reader shows them."""
