"""Lists, search, desk and statistics of reports as they grow, and the list against a bare page and a bare DRF list."""

from collections.abc import Callable
from dataclasses import dataclass

from django.test import Client

from apps.incidents.models import Duty, Incident, Package
from apps.incidents.services.packages import prepare, send
from apps.incidents.services.statistics import fold_tallies
from apps.kernel.tenancy.context import tenant
from bench.stage import Row, alternate, cast, multiply, queries, reports, vacuum
from tests.cast import NOW
from tests.incidents.owing import breach, duty_of, load_all

FEW, MANY = 1_000, 100_000
ROUNDS = 25
PAGE = "/c/frontier/incidents/"
API = "/api/v1/committees/frontier/incidents/?limit=50"
GROWING = {
    "incident list": ("clerk", PAGE),
    "incident list by API": ("clerk", API),
    "search for a word in every report": ("clerk", f"{PAGE}?q=report"),
    "search for a word in one report": ("clerk", f"{PAGE}?q=number+999"),
    "triage queue": ("clerk", f"{PAGE}triage/"),
    "desk of an authority": ("observer.eu", "/c/frontier/authority/"),
    "what a lab owes": ("borealis.liaison", f"{PAGE}owed/"),
    "statistics": ("clerk", f"{PAGE}statistics/"),
}
BARE = "/bench/page/"


def _client(who: str = "clerk") -> Client:
    client = Client()
    client.force_login(cast()[who].person)
    return client


def _get(client: Client, path: str) -> Callable[[], object]:
    def work() -> object:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.content[:500])
        return answer

    return work


def measure() -> list[Row]:
    """Rows of the table."""
    client = _client()
    page, api = _get(client, PAGE), _get(client, API)
    reports(10)
    page()
    at_ten = queries(page)
    reports(50)
    page()
    at_fifty = queries(page)
    works = {what: _get(_client(who), path) for what, (who, path) in GROWING.items()}
    few = _grown(works, FEW)
    many = _grown(works, MANY)
    ours, bare_page = alternate(page, _get(client, BARE), rounds=ROUNDS)
    ours_api, bare_api = alternate(api, _get(client, "/bench/api/"))
    return [
        Row(
            "incident list, queries at 10 / at 50 rows",
            f"{at_ten} / {at_fifty}",
            "",
            "",
            "at most 12, the same",
            at_ten == at_fifty <= 12,
        ),
        *(_growth(what, few[what], many[what]) for what in GROWING),
        Row(
            "incident list / bare Django page",
            f"{ours:.1f} ms",
            f"{bare_page:.1f} ms",
            f"{ours / bare_page:.2f}",
            "no slower (noise: 1.25)",
            ours / bare_page <= 1.25,
        ),
        Row(
            "incident API list / bare DRF list",
            f"{ours_api:.1f} ms",
            f"{bare_api:.1f} ms",
            f"{ours_api / bare_api:.2f}",
            "at most 1.2",
            ours_api / bare_api <= 1.2,
        ),
    ]


@dataclass(frozen=True)
class Speed:
    """Milliseconds of a page and of a bare page in turn with it, and the page's queries."""

    page: float
    bare: float
    queries: int

    @property
    def times_bare(self) -> float:
        """How much longer than a bare page of the same moment: what else the machine does falls out of it."""
        return self.page / self.bare


def _grown(works: dict[str, Callable[[], object]], number: int) -> dict[str, Speed]:
    """Each page at so many reports, all but a few of which owe something and were sent to an authority."""
    reports(number)
    _sent()
    with tenant(cast().frontier.pk):
        fold_tallies()
    vacuum(Incident, Duty, Package)
    bare = _get(_client(), BARE)
    return {what: Speed(*alternate(work, bare, rounds=ROUNDS), queries(work)) for what, work in works.items()}


def _growth(what: str, few: Speed, many: Speed) -> Row:
    ratio = many.times_bare / few.times_bare
    return Row(
        f"{what}, 100 000 / 1 000 reports",
        f"{many.page:.1f} ms, {many.queries} q",
        f"{few.page:.1f} ms, {few.queries} q",
        f"{ratio:.2f}",
        "at most 1.5, the same queries",
        ratio <= 1.5 and many.queries == few.queries,
    )


def _sent() -> None:
    """What a breach makes a lab owe, and what it has sent to the European desk, for every report that has none yet."""
    with tenant(cast().frontier.pk):
        pattern = _pattern()
    vacuum(Duty, Package)
    with tenant(cast().frontier.pk):
        without = (
            "(SELECT id AS made_for, ref AS made_ref FROM incidents_incident AS one WHERE NOT EXISTS "
            "(SELECT 1 FROM incidents_duty WHERE incident_id = one.id)) AS bare"
        )
        of_pattern = f"incident_id = {pattern.incident_id} AND state <> 'not_owed'"
        new_ref = "made_ref || '/' || split_part(pattern.ref, '/', 2)"
        multiply(Duty, of_pattern, without, {"uid": "gen_random_uuid()", "incident_id": "made_for", "ref": new_ref})
        unsent = (
            "(SELECT id AS made_for, ref AS made_ref FROM incidents_duty AS one WHERE report = 'initial' AND desk_id "
            "IS NOT NULL AND NOT EXISTS (SELECT 1 FROM incidents_package WHERE duty_id = one.id)) AS bare"
        )
        made = {"uid": "gen_random_uuid()", "duty_id": "made_for", "ref": "made_ref"}
        multiply(Package, f"duty_id = {pattern.pk}", unsent, made)


def _pattern() -> Duty:
    """A duty to the European authority whose package was sent, the first time that it is asked for."""
    found = Package.objects.filter(sent_at__isnull=False).order_by("pk").first()
    if found is not None:
        return found.duty
    load_all(cast())
    duty = duty_of(breach(cast()))
    given = {"actor": cast().viewer("borealis.liaison"), "now": NOW, "ref": duty.ref}
    prepare(**given, texts={"why": "Weights were taken."})
    send(**given)
    duty.refresh_from_db()
    return duty
