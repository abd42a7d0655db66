"""Backups: made while work goes on, read back before an older one goes, thinned as they age, and restored with a look before."""
