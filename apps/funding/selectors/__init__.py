"""What a viewer reads of contributions and money."""
