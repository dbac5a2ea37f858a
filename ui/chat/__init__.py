"""A conversation: its turns, and how each answer stands on the page."""
