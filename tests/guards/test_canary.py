"""No output holds a word outside its audience: every GET route, every visitor, every mail.

The worst leak is a rival inside the committee. Each confidential field of every lab's reports holds a word of its own
(canaries.py); here everybody opens everything, and nobody may meet a word that is not for them.
"""

from collections.abc import Iterator
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any
from zipfile import ZipFile, is_zipfile

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from apps.committees.models import Seat
from apps.deadlines.models import Deadline
from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from apps.notices.models import Notice
from apps.notices.services import deliver_batch, expand
from tests.cast import NOW, Cast
from tests.guards.canaries import PUBLISHED, Garden, plant
from tests.guards.canaries_ballots import plant_ballots
from tests.guards.canaries_disputes import PAPERS, plant_disputes
from tests.guards.canaries_funding_bank import plant_accounts_and_drafts
from tests.guards.canaries_funding_contributions import plant_bank_papers
from tests.guards.canaries_funding_declarations import FIGURE, addresses_of_funding, plant_declarations
from tests.guards.canaries_funding_rights import plant_proofs
from tests.guards.canaries_incidents_alerts import plant_alerts_and_threads
from tests.guards.canaries_incidents_evidence import plant_evidence
from tests.guards.canaries_incidents_packages import KEY, plant_packages
from tests.guards.canaries_incidents_protected import plant_protected
from tests.guards.canaries_incidents_sharing import plant_sharing
from tests.guards.canaries_incidents_working import plant_work
from tests.guards.canaries_pauses_attesting import plant_attesting
from tests.guards.canaries_pauses_carveouts import plant_carveouts
from tests.guards.canaries_pauses_drafts import plant_pause_drafts
from tests.guards.canaries_pauses_machines import plant_granted
from tests.guards.canaries_votes import plant_motions
from tests.guards.test_role_matrix import STRANGER, everybody, routes, row_of, undone
from tests.pdf import pages_of
from tests.shared import shared

pytestmark = [pytest.mark.django_db, pytest.mark.walks]

# What follows from no lab's report, and so holds no word: the demo's post office shows every mail to everybody.
PASSED_OVER = {"home:mails", "home:mail", "home:mail_html", "api-docs:docs", "api-docs:part", "api-docs:schema"}
PARTS = 8
FEW = 3
WHOLE = {
    "disputes:record_pdf",
    "disputes:record_zip",
    "votes:detail",
    "votes:roll",
    "api-votes:roll",
    "incidents:detail",
    "incidents:action",
    "incidents:work",
    "incidents:export_actions",
    "api-incidents:detail",
    "incidents:duty",
    "incidents:alert",
    "incidents:alert_board",
    "incidents:thread",
    "incidents:thread_csv",
    "incidents:thread_json",
    "api-incidents:alert",
    "incidents:duties",
    "incidents:desk",
    "incidents:owed",
    "incidents:package_json",
    "api-incidents:duties",
    "api-incidents:package",
    "incidents:audience",
    "incidents:public_versions",
    "deadlines:deadline",
    "disputes:board",
    "disputes:case",
    "disputes:paper",
    "disputes:edit",
    "disputes:check",
    "api-disputes:detail",
    "api-disputes:docket",
    "api-disputes:paper",
    "api-disputes:filings",
    "public:record",
    "pauses:lab",
    "api-pauses:attestations",
    "api-pauses:permits",
    "pauses:permit",
    "pauses:permits",
    "pauses:permits_export",
    "pauses:binding",
    "api-pauses:measures",
    "funding:declarations_of",
    "funding:declaration",
    "funding:opening",
    "funding:declaration_document",
    "funding:payment",
    "funding:bank_statement",
    "funding:bank_reconcile",
    "funding:bank_reconcile_csv",
    "funding:bank_reconcile_xlsx",
    "funding:expenditure",
    "funding:scale",
    "funding:scale_csv",
    "funding:scale_json",
    "funding:budget",
    "funding:budget_csv",
    "funding:proof",
}
OF_MONEY = ("PAY", "EXP", "SCALE", "BUDGET")
"""How the references begin by which money and its texts stand in addresses."""

SOME = 2
"""So many addresses of any other page each visitor tries; between them the visitors try all."""


Mails = list[EmailMultiAlternatives]


def _told(cast: Cast) -> tuple[dict[str, Client], Garden, Mails]:
    """Everybody at the door; all the words, told to all who must be told; and the letters that told them."""
    clients = everybody(cast)
    mail.outbox = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("apps.kernel.clock.now", lambda: NOW)
        garden = _planted(cast)
        expand(cast.frontier.pk, now=NOW, at=clock.machine_now())
        while deliver_batch(cast.frontier.pk, "email", now=NOW, watch=clock.machine_now):
            pass
    return clients, garden, list(mail.outbox)


def _planted(cast: Cast) -> Garden:
    with tenant(cast.frontier.pk):
        planted = plant(cast)
        planted.motions += [*plant_motions(cast), *plant_ballots(cast)]
        planted.pauses += [
            *plant_pause_drafts(cast),
            *plant_attesting(cast),
            *plant_carveouts(cast),
        ]
        planted.pauses += plant_granted(cast)
        planted.funding += plant_declarations(cast)
        planted.money += [*plant_bank_papers(cast), *plant_proofs(cast), *plant_accounts_and_drafts(cast)]
        planted.packages += plant_packages(cast)
        planted.packages += plant_evidence(cast)
        planted.work += plant_work(cast)
        planted.sharing += plant_sharing(cast)
        planted.beside += plant_alerts_and_threads(cast)
        planted.protected += plant_protected(cast)
        planted.disputes += plant_disputes(cast)
    return planted


stage = shared(_told)
Stage = tuple[Cast, tuple[dict[str, Client], Garden, Mails]]


@pytest.fixture(autouse=True)
def _then(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)
    settings.DEMO_MAIL_ROOT = tmp_path


def _values(garden: Garden, name: str) -> dict[str, dict[str, list[str]]]:
    """What can stand in an address, by the app and the part: all that is not the visitor's, and a little that is."""
    closed = [planted for planted in garden.reports if name not in planted.readers]
    tried = closed + [planted for planted in garden.reports if name in planted.readers][:FEW]
    owed = {planted.ref for planted in (*garden.packages, *garden.sharing)}
    worked = {planted.ref for planted in garden.work}
    beside = sorted({planted.ref for planted in garden.beside})
    of_report = {
        "ref": [*(planted.ref for planted in tried), *sorted(owed | worked), *beside],
        "step": ["what"],
        "key": [KEY],
        "number": ["1", "2"],
        "uid": sorted(planted.ref for planted in garden.protected if planted.ref.count("-") == 4),
    }
    spoken_of = Deadline.objects.filter(second_to=None).exclude(met_by__kind="incident.updated")
    heard = [planted.ref for planted in [*closed[:FEW], *tried[-FEW:]]]
    of_packages = [planted.ref + "/" + KEY for planted in garden.packages]
    duties = spoken_of.filter(subject_ref__in=[*heard, *of_packages]).values_list("uid", flat=True)
    of_member = {"key": ["aster"], "number": ["1"], "uid": [str(uid) for uid in _first(Seat)]}
    of_member["uid"] += [planted.ref for planted in (*garden.amendments, *garden.people) if "-" in planted.ref]
    of_member["code"] = ["US"]
    of_member["ref"] = [planted.ref for planted in garden.applications]
    of_member["key"] += [planted.ref for planted in garden.memberships]
    files = [
        *tried,
        *garden.applications,
        *garden.motions,
        *garden.pauses,
        *garden.funding,
        *garden.money,
        *garden.packages,
    ]
    return {
        "incidents": of_report,
        "files": {"uid": [planted.file for planted in files if planted.file]},
        "votes": {"ref": [one.ref for one in garden.motions], "key": ["aster"], "voter": ["aster"], "number": ["1"]},
        "pauses": _of_pauses(garden),
        "funding": _of_funding(garden),
        "disputes": {"ref": sorted({one.ref for one in garden.disputes}), "name": PAPERS},
        "deadlines": {"uid": [str(uid) for uid in duties]},
        "notices": {"uid": [*(str(uid) for uid in _first(Notice)), *(planted.ref for planted in garden.endpoints)]},
        "membership": of_member,
        "public": of_report | {"ref": [*of_report["ref"], "charter", "member-veritas"]},
        "public-funding": {"part": ["contributions"]},
        "people": {"token": ["guess"], "secret": ["guess"]},
        "calendars": {"secret": ["guess"]},
        "chairs": {"number": ["1"], "key": ["cygnus"], "year": ["2026"]},
        "unsubscribing": {"token": ["guess"]},
    }


def _narrowed(garden: Garden, route: str, known: dict[str, list[str]]) -> dict[str, list[str]]:
    """Parts that mean something else on some pages: what only such a page could show is tried there, and a few others."""
    page = route.partition("incidents:")[2].replace("-", "_")
    if page.startswith("regime"):
        return {"key": ["eu-gpai-code-9"]}
    beside = sorted({planted.ref for planted in garden.beside})
    if page.startswith(("alert", "thread")) and page not in {"alert_compose", "thread_open"}:
        return {"ref": [*beside, *known.get("ref", [])[:FEW]]}
    if page.startswith(("dut", "package")):
        return {"ref": [*sorted({planted.ref for planted in garden.packages}), *known["ref"][: FEW * 3]]}
    return {"ref": [ref for ref in known["ref"] if ref not in beside]} if page and "ref" in known else {}


def _of_pauses(garden: Garden) -> dict[str, list[str]]:
    orders = sorted({planted.ref for planted in garden.pauses if planted.ref.startswith("PAU")})
    parts = {"lab": ["aster", "borealis"], "number": ["1"], "step": ["words"]}
    return parts | {
        "ref": orders,
        "case": ["CMP-2026-0001"],
        "permit": ["PER-2026-0001", "PER-2026-0002", "PER-2026-0003"],
    }


def _of_funding(garden: Garden) -> dict[str, list[str]]:
    """The parts of addresses of what labs declare, and of money; `name` is a period's in its books."""
    declared = addresses_of_funding()
    return declared | {
        "ref": ["ASM-2027-0001", *(one.ref for one in garden.money if one.ref.startswith(OF_MONEY))],
        "uid": [*declared["uid"], *(one.ref for one in garden.money if one.ref.count("-") == 4)],
        "name": declared["period"],
        "verb": ["approve"],
        "number": ["1", "1000"],
    }


def _first(model: Any) -> list[str]:
    return list(model.objects.order_by("pk").values_list("uid", flat=True)[:FEW])


def _addresses(garden: Garden, name: str, turn: int) -> Iterator[str]:
    """All addresses of the pages that show most; of the others some, which differ by visitor (whose turn it is)."""
    values = _values(garden, name)
    for place, (route, parts) in enumerate(routes().items(), start=turn):
        if route in PASSED_OVER or row_of(route).method != "get":
            continue
        known = values.get(route.partition(":")[0].removeprefix("api-"), {}) | {"slug": ["frontier"]}
        known |= _narrowed(garden, route, known)
        wanted = sorted(parts)
        chosen = list(product(*(known[part] for part in wanted)))
        if route not in WHOLE:
            chosen = [chosen[(place * SOME + step) % len(chosen)] for step in range(min(SOME, len(chosen)))]
        for each in chosen:
            yield reverse(route, kwargs=dict(zip(wanted, each, strict=True)))


def _read(client: Client, address: str) -> str:
    with undone():
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if is_zipfile(BytesIO(content)):
        content = _unpacked(content)
    if content.startswith(b"%PDF"):
        content = "\n".join(pages_of(content)).encode()
    return content.decode(errors="replace").lower() + str(answer.headers).lower()


def _unpacked(packed: bytes) -> bytes:
    """What is in a workbook or an archive as it was before it was packed, in which no word can be found."""
    with ZipFile(BytesIO(packed)) as parts:
        return b"\n".join(parts.read(name) for name in parts.namelist() if not name.endswith(".pdf"))


@pytest.mark.parametrize("part", range(PARTS))
def test_nobody_meets_a_word_that_is_not_for_them(stage: Stage, part: int) -> None:
    """In parts, so that several workers share the visitors: it is the longest of all walks."""
    cast, (clients, garden, _mails) = stage
    leaks = []
    for turn, (name, client) in list(enumerate(clients.items()))[part::PARTS]:
        hidden = garden.hidden_from(name)
        with tenant(cast.frontier.pk):
            addresses = list(_addresses(garden, name, turn))
        for address in addresses:
            page = _read(client, address)
            if "kanari" in page or FIGURE in page:
                leaks += [f"{name} reads {place} at {address}" for word, place in hidden.items() if word in page]
    assert leaks == []


def test_every_word_reaches_those_for_whom_it_is_and_no_mail_tells_more(stage: Stage) -> None:
    """Or else the other test would prove nothing."""
    cast, (clients, garden, mails) = stage
    assert _unread(clients, garden) == []
    assert mails
    assert _mailed(cast, garden, mails) == []
    [planted] = [one for one in garden.reports if one.published and one.lab == "borealis"]
    page = _read(clients[STRANGER], f"/public/frontier/{planted.ref}/")
    assert {place for place, word in planted.words.items() if word in page} == set(PUBLISHED)


def _unread(clients: dict[str, Client], garden: Garden) -> list[str]:
    """Words that cannot be found where they are said to stand."""
    missing = []
    for planted in garden.everything:
        shown = "".join(_read(clients[planted.finder], page) for page in planted.pages)
        missing += [
            f"{place} of {planted.ref}" for place, word in planted.words.items() if planted.pages and word not in shown
        ]
    return missing


def _mailed(cast: Cast, garden: Garden, mails: Mails) -> list[str]:
    """Words in mails to those who must not read them."""
    names = {cast[name].person.email: name for name in cast.in_frontier}
    leaks = []
    for message in mails:
        name, content = names[message.to[0]], message.message().as_string().lower()
        leaks += [f"{name} is mailed {place}" for word, place in garden.hidden_from(name).items() if word in content]
    return leaks
