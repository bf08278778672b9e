"""Who may open an authority's desk, and take out what was sent; the package on stage is the one of incidents.py."""

from typing import Any

from tests.guards.rows import Row, Stage
from tests.incidents.owing import CODE

AUTHORITIES = frozenset({"observer.eu", "observer.california"})
CHAIRS_OFFICE = frozenset({"aster.representative", "aster.alternate", "clerk"})
READERS = frozenset({"borealis.representative", "borealis.alternate", "borealis.liaison", "observer.eu"})


def _version(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["owed"], "key": f"{CODE}.initial", "number": 1}


def _package(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["owed"], "key": f"{CODE}.initial"}


ROWS = {
    "incidents:desk": Row(opens=AUTHORITIES),
    "api-incidents:duties": Row(
        opens=READERS | CHAIRS_OFFICE | {"auditor"}, kwargs=lambda stage: {"ref": stage["owed"]}
    ),
    "api-incidents:package": Row(opens=READERS, kwargs=_package),
    "incidents:package_json": Row(opens=READERS, kwargs=_version),
    "incidents:package_pdf": Row(opens=READERS, kwargs=_version),
}
