"""Disputes for machines: the same services as the pages (API.md)."""
