"""Pages of motions and votes."""
