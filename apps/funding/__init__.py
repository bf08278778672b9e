"""Funding in proportion to compute: declarations, scale, budget, assessments, ledger, arrears."""
