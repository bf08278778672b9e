"""What machines send and read of contributions and money."""
