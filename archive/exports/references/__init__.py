"""Articles as references for other programs: BibTeX, RIS, CSL-JSON, and a formatted bibliography."""
