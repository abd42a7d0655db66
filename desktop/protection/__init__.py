"""What guards an encrypted archive while the window has it open: idle and sleep watches, the clipboard, locking, quick exit."""
