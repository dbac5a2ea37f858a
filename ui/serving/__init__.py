"""The whole application, served to this machine's browsers and programs alone."""
