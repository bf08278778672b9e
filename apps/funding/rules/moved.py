"""What motions about funding are called."""

ADOPT_SCALE = "scale.adopt"
ADOPT_BUDGET = "budget.adopt"
