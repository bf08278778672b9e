"""What can be moved about contributions and money."""
