"""Membership for machines, one module a noun."""
