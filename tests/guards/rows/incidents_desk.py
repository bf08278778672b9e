"""Who may open an authority's desk, and take out what was sent; the package on stage is the one of incidents.py."""

from tests.guards.rows import Row

AUTHORITIES = frozenset({"observer.eu", "observer.california"})

ROWS = {
    "incidents:desk": Row(opens=AUTHORITIES),
}
