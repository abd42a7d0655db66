"""Readers of foreign files: bytes in, records out; no database, no clock, no network."""
