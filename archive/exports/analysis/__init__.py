"""Formats of programs for qualitative analysis: REFI-QDA projects and codebooks, Taguette projects."""
