"""Pure rules of incidents: who sees a report, who may do what, what a report must contain."""
