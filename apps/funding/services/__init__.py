"""What is done with declarations, scales, budgets and money."""
