"""What the API of pauses takes and gives; explicit fields only."""
