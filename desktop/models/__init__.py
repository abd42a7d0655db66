"""Qt item models over the archive's records; they hold what is shown and ask for what is not."""
