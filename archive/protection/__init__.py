"""What guards an archive: its key, and the lock that lets one process write."""
