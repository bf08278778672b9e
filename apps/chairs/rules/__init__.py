"""Pure rules of the chair: orders, the lot, who may preside, the plan of terms, shares of days."""
