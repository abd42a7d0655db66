"""What several formats need: ZIP files that come out the same."""
