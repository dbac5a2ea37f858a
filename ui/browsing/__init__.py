"""What the page of documents shows of a library: its tree, topics, terms, and the search."""
