"""Records to bytes, one module a format; no queries."""
