"""What machines send and are answered."""
