"""What the timeline and the reader share about events: words for them, the card, the dialog and the acts."""
