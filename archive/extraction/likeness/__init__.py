"""Whether two texts tell the same: sketches that find candidates among many, and rules that judge two. Pure."""
