"""The column that keeps which pictures an edition has; used by one migration.

The bytes stay in the original: a picture is a place in it (`importers.illustrations.fetching`), so that it is never kept twice.
"""

PICTURES = """
ALTER TABLE editions ADD COLUMN pictures TEXT;
"""
