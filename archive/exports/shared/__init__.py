"""What the writers of several formats share: text that a format may hold, cells, names of files, records as JSON, ZIP files."""
