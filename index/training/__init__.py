"""How the shipped encoder was made.

Read `sources`, `vocabulary`, `given`, `train`, `export`, `stard`, in this order.

    python -m index.training --data DATA --words WORDS --english ENGLISH --out index/model

needs nothing but two CPU cores and a few minutes; docs/encoder.md names the data and every try.
Nothing here is imported when questions are answered.
"""
