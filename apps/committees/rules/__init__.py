"""Pure rules of committees: viewer, standing, references, charter."""
