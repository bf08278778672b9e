"""Who may open the figures of incidents, and take them and the list away: everybody who sits in the committee."""

from tests.guards.rows import Row

ROWS = {
    "incidents:export_xlsx": Row(),
    "incidents:export_json": Row(),
    "incidents:statistics": Row(),
    "incidents:statistics_csv": Row(),
    "incidents:statistics_xlsx": Row(),
    "incidents:statistics_json": Row(),
}
