"""Reading files: one module per format, each turning bytes into lines."""
