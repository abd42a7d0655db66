"""Files of other programs that bring texts, tags, passages and memos: bytes → Incoming. Each reader is pure and guesses nothing."""
