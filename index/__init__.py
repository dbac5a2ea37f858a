"""Clauses to hits: the lexical index, the vectors, and the store that holds both.

What numpy computes here is small, and OpenBLAS's threads wait for each other longer than they
compute, above all on busy cores: at a load of 5 on 2 cores the founding library was built in 8.7 s,
with one thread in 3.3 s. So one is asked for, unless the user names another number; torch does not
use OpenBLAS and keeps its threads.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
