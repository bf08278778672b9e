"""Forms of contributions and money."""
