"""Whole articles: bags that keep originals verifiable, books and texts with the passages shown. One module a format."""
