"""Who may open an authority's desk, and take away what was sent: a package of Borealis for the European authority."""

from typing import Any

from apps.incidents.services.packages import send
from tests.cast import NOW, Cast
from tests.guards.rows import FRONTIER, Row, Stage
from tests.incidents.owing import CODE, breach, duty_of, load_all

AUTHORITIES = frozenset({"observer.eu", "observer.california"})
FILERS = frozenset(name for name in FRONTIER if name.split(".")[0] in {"aster", "borealis", "cygnus"})
CHAIRS_OFFICE = frozenset({"aster.representative", "aster.alternate", "clerk"})
READERS = frozenset({"borealis.representative", "borealis.alternate", "borealis.liaison", "observer.eu"})


def prepare(cast: Cast, stage: Stage) -> None:
    """A report that is owed and sent."""
    duty = duty_of(breach(load_all(cast)))
    stage["owed"] = duty.incident.ref
    send(actor=cast.viewer("borealis.liaison"), now=NOW, ref=duty.ref)


def _version(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["owed"], "key": f"{CODE}.initial", "number": 1}


def _package(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["owed"], "key": f"{CODE}.initial"}


ROWS = {
    "incidents:desk": Row(opens=AUTHORITIES),
    "incidents:owed": Row(opens=FILERS),
    "api-incidents:duties": Row(
        opens=READERS | CHAIRS_OFFICE | {"auditor"}, kwargs=lambda stage: {"ref": stage["owed"]}
    ),
    "api-incidents:package": Row(opens=READERS, kwargs=_package),
    "incidents:package_json": Row(opens=READERS, kwargs=_version),
    "incidents:package_pdf": Row(opens=READERS, kwargs=_version),
}
