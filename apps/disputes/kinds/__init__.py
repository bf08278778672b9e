"""What motions decide about disputes."""
