"""Who may open an authority's desk, and take out what was sent; the package on stage is the one of incidents.py."""

from typing import Any

from tests.guards.rows import Row, Stage
from tests.incidents.owing import CODE

AUTHORITIES = frozenset({"observer.eu", "observer.california"})
READERS = frozenset({"borealis.representative", "borealis.alternate", "borealis.liaison", "observer.eu"})


def _version(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["owed"], "key": f"{CODE}.initial", "number": 1}


ROWS = {
    "incidents:desk": Row(opens=AUTHORITIES),
    "incidents:package_json": Row(opens=READERS, kwargs=_version),
    "incidents:package_pdf": Row(opens=READERS, kwargs=_version),
}
