"""What guards an archive: its key and where that comes from, and the lock that lets one process write."""
