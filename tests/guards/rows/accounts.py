"""Who may open the routes of one's own account."""

from tests.guards.rows import EVERYONE, Row

ROWS: dict[str, Row] = {
    "accounts:profile": Row(EVERYONE),
    "accounts:second_factor_needed": Row(EVERYONE),
}
