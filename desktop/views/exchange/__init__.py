"""Work that goes to others and comes from them: bundling, merging, and deciding what both sides changed."""
