"""A regime's data is refused where it is wrong, by the path of what is wrong."""

import copy
from typing import Any

import pytest

from apps.incidents.rules.regimes import profile
from apps.kernel.decisions import Invalid

GOOD: dict[str, Any] = {
    "key": "test-law",
    "name": "A law for tests",
    "authority": "The authority",
    "jurisdiction": "EU",
    "zone": "Europe/Brussels",
    "citation": "Article 1",
    "from": "2026-01-01",
    "applies": "touches EU",
    "reports": [
        {
            "key": "first",
            "name": "First report",
            "needs": ["organisation", "narrative"],
            "clocks": [{"length": 15, "unit": "days", "starts": ["aware_at"]}],
        }
    ],
}


def _with(path: str, value: Any) -> dict[str, Any]:
    data = copy.deepcopy(GOOD)
    place: Any = data
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in way:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return data


def test_a_whole_profile_is_read() -> None:
    made = profile(GOOD)
    assert (made.key, made.reports[0].fields) == ("test-law", ("organisation", "narrative"))
    assert not made.counts_in_law
    assert not made.verified


@pytest.mark.parametrize(
    ("path", "value", "where", "says"),
    [
        ("key", "a b", "key", "A key is made of letters"),
        ("key", "k" * 25, "key", "Shorten this to 24 characters."),
        ("name", None, "name", "This is missing."),
        ("name", 7, "name", "Write words here, in quotes."),
        ("name", "n" * 201, "name", "Shorten this to 200 characters."),
        ("authority", "n" * 201, "authority", "Shorten this to 200 characters."),
        ("citation", "n" * 2001, "citation", "Shorten this to 2000 characters."),
        ("jurisdiction", "Mars", "jurisdiction", "“Mars” is not known here."),
        ("zone", "Europe/Atlantis", "zone", "“Europe/Atlantis” is not known here."),
        ("calendar", "Atlantis", "calendar", "There is no calendar “Atlantis”"),
        ("from", "2026-02-30", "from", "Write a day as year-month-day"),
        ("from", None, "from", "Write a day as year-month-day"),
        ("until", "2025-12-31", "until", "The last day lies before the first."),
        ("applies", "touches Mars", "applies", "There is no place “Mars”"),
        ("applies", "sent first", "applies", "cannot hang on what was sent"),
        ("verified", "yes", "verified", "Write true or false."),
        ("colour", "blue", "colour", "This is not known here."),
        ("reports", [], "reports", "Between one and 8 belong here."),
        ("reports", "none", "reports", "Between one and 8 belong here."),
        ("reports.0", "first", "reports.0", "A table of names and values belongs here."),
        ("reports.0.key", "fir.st", "reports.0.key", "A key is made of letters"),
        ("reports.0.key", "k" * 17, "reports.0.key", "Shorten this to 16 characters."),
        ("reports.0.name", "n" * 201, "reports.0.name", "Shorten this to 200 characters."),
        ("reports.0.needs", ["secrets"], "reports.0.needs", "Not known here: secrets."),
        ("reports.0.needs", ["narrative", "narrative"], "reports.0.needs", "A name stands here twice."),
        ("reports.0.may_have", ["narrative"], "reports.0.may_have", "Named twice: narrative."),
        ("reports.0.when", "sent second", "reports.0.clocks.0", "There is no report “second” in this regime."),
        ("reports.0.clocks.0.length", 0, "reports.0.clocks.0.length", "Write a whole number from 1 to 3660."),
        ("reports.0.clocks.0.length", True, "reports.0.clocks.0.length", "Write a whole number"),
        ("reports.0.clocks.0.length", 1.5, "reports.0.clocks.0.length", "Write a whole number"),
        ("reports.0.clocks.0.unit", "fortnights", "reports.0.clocks.0.unit", "“fortnights” is not known here."),
        ("reports.0.clocks.0.starts", ["birth"], "reports.0.clocks.0.starts", "Not known here: birth."),
        ("reports.0.clocks.0.starts", None, "reports.0.clocks.0.starts", "Say either at which instant"),
        ("reports.0.clocks.0.after", "first", "reports.0.clocks.0.starts", "Say either at which instant"),
        ("reports.0.clocks.0.rolls", "Atlantis", "reports.0.clocks.0.rolls", "There is no calendar “Atlantis”"),
        ("reports.0.clocks.0.colour", "blue", "reports.0.clocks.0.colour", "This is not known here."),
    ],
)
def test_what_is_wrong_is_named_by_its_path(path: str, value: Any, where: str, says: str) -> None:
    with pytest.raises(Invalid) as refusal:
        profile(_with(path, value))
    assert says in refusal.value.errors[where]


def test_everything_that_is_wrong_is_named_at_once() -> None:
    data = _with("name", "") | {"zone": "Nowhere"}
    data["reports"][0]["clocks"][0]["length"] = -1
    with pytest.raises(Invalid) as refusal:
        profile(data)
    assert set(refusal.value.errors) == {"name", "zone", "reports.0.clocks.0.length"}


@pytest.mark.parametrize("data", [{}, {"reports": [None]}, {"reports": [[]]}, {"reports": {"a": 1}}, {"key": ["x"]}])
def test_nonsense_is_refused_and_never_a_crash(data: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        profile(data)
