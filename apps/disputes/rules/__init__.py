"""Pure rules of disputes: the charter's chapter, clocks, conflicts, the panel, who reads what, filings, verbs."""
