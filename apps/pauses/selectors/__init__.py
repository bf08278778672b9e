"""Questions about pauses."""
