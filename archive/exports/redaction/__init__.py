"""Names, places and patterns that are replaced in what leaves: in texts with the positions in them, in metadata, and a search of the
finished file for what must not be in it. Pure: originals are never touched."""
