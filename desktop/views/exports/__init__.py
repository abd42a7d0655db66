"""The page from which excerpts leave, and the page of the redaction list."""
