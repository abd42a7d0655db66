"""What everything stands on: errors, progress, text, clock, places. Imports nothing of ours."""
