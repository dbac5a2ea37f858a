"""Documents to clauses: read a file, rebuild its text, find its numbered structure."""
