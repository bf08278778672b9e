"""Pages of incidents: the list, the draft, the report."""
