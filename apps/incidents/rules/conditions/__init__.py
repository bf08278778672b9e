"""The small language in which a regime says when it applies: read, judged with unknowns, put into words."""
