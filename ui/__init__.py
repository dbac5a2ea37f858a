"""Ways in: the command line and the chat page."""
