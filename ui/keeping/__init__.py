"""What is kept for people between two starts, in one SQLite file of the home folder."""
