"""What every view of figures shares: how they are worded, judged, corrected and moved between series."""
