"""Foreign files are read in processes of their own, which may do nothing but read and answer."""
