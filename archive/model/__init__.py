"""Frozen records and typed ids: the words that every room of the house shares. No behaviour beyond their own consistency."""
