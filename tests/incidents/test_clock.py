"""How fast a report must be acknowledged, whom that wakes, and what happens when nobody answers."""

from datetime import timedelta

import pytest

from apps.deadlines.models import Deadline
from apps.deadlines.services import take_steps
from apps.incidents.acts import ACKNOWLEDGEMENT
from apps.incidents.models import Incident
from apps.incidents.rules.urgency import CRITICAL, HIGH, OTHER, acknowledgement_article
from apps.incidents.services.drafting import save_draft, start_draft
from apps.kernel.tlp import TLP
from apps.notices.models import FanOut
from apps.record.models import Act
from apps.record.rules import AUDIENCES, CATALOGUE, SUBJECTS
from tests.cast import NOW, Cast
from tests.incidents.factory import CONTENT, filed

HOUR = timedelta(hours=1)


def _acknowledgements() -> list[Deadline]:
    return list(Deadline.objects.filter(clock=ACKNOWLEDGEMENT))


def test_the_article_follows_severity_and_what_is_not_rated_counts_as_other() -> None:
    chosen = {severity: acknowledgement_article(severity) for severity in (None, 1, 2, 3, 4, 5)}
    assert chosen == {None: OTHER, 1: OTHER, 2: OTHER, 3: OTHER, 4: HIGH, 5: CRITICAL}


@pytest.mark.django_db
@pytest.mark.parametrize(("severity", "hours", "article"), [(5, 1, "4.1a"), (4, 4, "4.1b"), (3, 24, "4.1c")])
def test_severity_chooses_the_time_to_acknowledge(frontier: Cast, severity: int, hours: int, article: str) -> None:
    filed(frontier, severity=severity)
    deadline = Deadline.objects.get(clock=ACKNOWLEDGEMENT)
    assert deadline.due_at == NOW + hours * HOUR
    assert f"(charter, article {article})" in deadline.because
    assert deadline.citation == f"Charter, article {article}"


@pytest.mark.django_db
@pytest.mark.parametrize(("severity", "pages"), [(5, True), (4, False)])
def test_only_what_is_critical_wakes_people_at_its_filing_its_due_time_and_its_repeats(
    frontier: Cast, severity: int, pages: bool
) -> None:
    filed(frontier, severity=severity)
    take_steps([deadline.pk for deadline in _acknowledgements()], NOW + 17 * HOUR + 4 * HOUR)
    acts = Act.objects.filter(kind__in=("incident.filed", "deadline.escalated")).order_by("id")
    assert [CATALOGUE[act.kind].pages(act) for act in acts] == [pages, pages, False, pages]


@pytest.mark.django_db
def test_no_reminder_comes_before_or_with_the_filing(frontier: Cast) -> None:
    filed(frontier, severity=5)
    filed(frontier, severity=4)
    assert {step["does"] for deadline in _acknowledgements() for step in deadline.plan["steps"]} == {"escalate"}


@pytest.mark.django_db
@pytest.mark.parametrize("label", [TLP.AMBER, TLP.GREEN])
def test_when_nobody_answers_everyone_entitled_hears_and_nobody_else(frontier: Cast, label: TLP) -> None:
    incident = filed(frontier, tlp=label)
    deadline = Deadline.objects.get(clock=ACKNOWLEDGEMENT)
    for _go in range(3):
        take_steps([deadline.pk], NOW + timedelta(days=60))
    act = Act.objects.about("incident", incident.pk).filter(kind="incident.unanswered").get()
    entitled = set(SUBJECTS["incident"].seats(incident.pk, act.at).values_list("pk", flat=True))
    assert set(FanOut.objects.get(act=act).seat_ids) == entitled
    deadline.refresh_from_db()
    assert (deadline.state, deadline.next_step_at) == ("overdue", None)


@pytest.mark.django_db
def test_reports_that_count_as_alike_have_the_same_readers_party_and_audiences(frontier: Cast) -> None:
    """For every label, three organisations, with and without recipients, twice each, and drafts."""
    for by in ("aster.liaison", "borealis.liaison"):
        for label in TLP:
            for recipients in (["secretariat"], ["secretariat", "eu-office"]):
                for _twice in range(2):
                    filed(frontier, by=by, tlp=label, recipients=recipients)
        draft = start_draft(actor=frontier.viewer(by), now=NOW)
        save_draft(actor=frontier.viewer(by), now=NOW, ref=draft.ref, changes=CONTENT | {"tlp": TLP.GREEN})
    subject = SUBJECTS["incident"]
    ids = list(Incident.objects.values_list("pk", flat=True))
    keys = subject.alike(ids)
    assert set(keys) == set(ids)
    assert len(set(keys.values())) == 2 * (len(TLP) * 2 + 1)
    readers: dict[object, set[object]] = {}
    for pk in ids:
        names = [key for key, audience in AUDIENCES if not audience.of and key.partition(".")[0] in {key, "incident"}]
        seats = [frozenset(AUDIENCES[key].seats(pk, NOW).values_list("pk", flat=True)) for key in names]
        party = frozenset(subject.party(pk).values_list("organisation", flat=True))  # type: ignore[union-attr]
        who = frozenset(subject.seats(pk, NOW).values_list("pk", flat=True))
        readers.setdefault(keys[pk], set()).add((who, party, *seats))
    assert {len(different) for different in readers.values()} == {1}


@pytest.mark.django_db
def test_reports_are_compared_in_two_queries(frontier: Cast, django_assert_num_queries: object) -> None:
    for _time in range(3):
        filed(frontier)
    ids = list(Incident.objects.values_list("pk", flat=True))
    with django_assert_num_queries(2):  # type: ignore[operator]
        SUBJECTS["incident"].alike(ids)
