"""Spans over an edition: finding one again, and turning overlaps into drawable runs; pure."""
