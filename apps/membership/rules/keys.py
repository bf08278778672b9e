"""Short names of organisations: what stands in addresses."""

RESERVED_KEYS = frozenset({"cases", "conditions", "draft", "drill", "join", "joining", "leave", "new", "permits"})
"""Words that no organisation is called by: the portal has a page of its own where the short name would stand."""
