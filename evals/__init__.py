"""Known questions, their measures, and the benchmark."""
