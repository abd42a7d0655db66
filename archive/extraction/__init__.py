"""Text to records of what the text says; pure. Dates and figures arrive with the timeline and the ledger."""
