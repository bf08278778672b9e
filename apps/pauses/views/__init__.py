"""Pages of pauses."""
