"""A timeline as bytes, one module a format; each time with its sentence and its source. No queries.

What a format cannot carry is named in a warning and never left out in silence.
"""
