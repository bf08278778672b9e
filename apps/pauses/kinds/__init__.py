"""What motions decide about pauses."""
