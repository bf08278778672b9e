"""Motions about contributions and money."""
