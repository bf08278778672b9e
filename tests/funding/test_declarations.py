"""Labs declare for themselves, sealed; what is missing is estimated and may be appealed against."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from apps.committees.models import CharterVersion, Organisation
from apps.deadlines.models import Deadline
from apps.deadlines.services.stepping import take_steps
from apps.files.services import check_upload
from apps.funding.acts import declarations as acts
from apps.funding.models import Declarant, Declaration, DeclaredFile
from apps.funding.rules import commitments
from apps.funding.selectors.declared import (
    current_figures,
    declarant_for,
    document_of,
    history_of,
    latest_figures,
    lines_of,
)
from apps.funding.services.appealing import dismiss, uphold
from apps.funding.services.asking import MEMBERS, ask
from apps.funding.services.declaring import add_evidence, declare, estimate
from apps.funding.services.periods import close_books
from apps.funding.states import APPEALS, OPENINGS, Appeal, Opening
from apps.kernel.decisions import Invalid, Refused
from apps.membership.services.membership import take_step
from apps.record.models import Act
from apps.record.rules import seats_of
from tests.cast import LABS, NOW, Cast
from tests.funding.declared import DAY, HOUR, LATE, WHAT, adopted, appealed, declared, estimated, opened
from tests.funding.factory import treasurer

pytestmark = pytest.mark.django_db


def _clock(clock: str, lab: str, period: str = "2027") -> Deadline:
    return Deadline.objects.filter(clock=clock, subject_ref=f"{period}/{lab}").latest("pk")


def _paper(name: str = "log.txt", inside: str = "counted") -> Any:
    return check_upload(SimpleUploadedFile(name, inside.encode(), content_type="text/plain"))


def test_every_lab_is_asked_when_a_period_opens(frontier: Cast) -> None:
    opened(frontier)
    assert sorted(Declarant.objects.filter(period__name="2027").values_list("organisation__key", flat=True)) == [*LABS]
    clock = _clock(acts.TO_DECLARE, "aster")
    assert clock.owed_by_organisation.key == "aster"
    assert clock.due_at.date() == (NOW + 30 * DAY).date()
    assert "article 7.4" in clock.because


def test_the_lab_is_asked_and_told_of_its_estimate_and_the_custodian_of_its_appeal(frontier: Cast) -> None:
    opened(frontier)
    estimated(frontier)
    appealed(frontier)
    lab = {frontier[f"borealis.{role}"].pk for role in ("representative", "alternate", "liaison")}
    for kind, told in ((acts.ASKED, lab), (acts.ESTIMATED, lab), (acts.APPEALED, {frontier["auditor"].pk})):
        act = Act.objects.filter(kind=kind, subject_ref="2027/borealis").get()
        seats = {pk for name in act.told for pk in seats_of(name, act.subject_id, LATE).values_list("pk", flat=True)}
        assert seats == told, kind


def test_a_declaration_is_kept_exactly_and_meets_its_clock(frontier: Cast) -> None:
    opened(frontier)
    row = declared(frontier, training_flop="3,1E25", explanation="Counted.")
    row = Declaration.objects.get(pk=row.pk)
    assert (row.version, row.figure, row.training_flop, row.installed_flops) == (1, "declared", 31 * 10**24, 2 * 10**19)
    assert row.counts == row.training_flop
    assert (row.by, row.at) == (frontier["aster.liaison"], NOW)
    assert _clock(acts.TO_DECLARE, "aster").state == "met"
    assert _clock(acts.TO_DECLARE, "aster", "2026").state == "running"


def test_the_record_holds_the_commitment_and_no_figure(frontier: Cast) -> None:
    opened(frontier)
    row = declared(frontier, training_flop="71234567e18", explanation="A word of its own.")
    act = Act.objects.get(kind=acts.MADE)
    assert act.facts["commitment"] == row.commitment
    assert set(act.facts) == {"version", "commitment", "declaration"}
    assert set(act.facts["declaration"]) == {"commitment"}
    everything = " ".join(str(facts) for facts in Act.objects.values_list("facts", flat=True))
    assert "71234567" not in everything
    assert "own" not in everything


def test_the_commitment_is_computed_anew_from_what_is_stored(frontier: Cast) -> None:
    opened(frontier)
    declared(frontier, files=[_paper()], explanation="Counted.")
    [row] = history_of(declarant_for(frontier.viewer("aster.liaison"), "2027", "aster"))
    found = document_of(row)
    assert found["files"][0]["name"] == "log.txt"
    assert (found["period"], found["lab"], found["committee"]) == ("2027", "aster", "frontier")
    assert commitments.commitment(found, row.salt) == row.commitment
    assert commitments.commitment(found | {"training_flop": "1"}, row.salt) != row.commitment


def test_a_correction_is_the_next_version_and_the_old_one_stays(frontier: Cast) -> None:
    opened(frontier)
    declared(frontier)
    second = declared(frontier, at=NOW + HOUR, training_flop="2e26")
    assert second.version == 2
    assert current_figures(second.period)[second.organisation_id] == second
    assert Declaration.objects.count() == 2
    assert Act.objects.filter(kind=acts.RECEIVED).count() == 1


@pytest.mark.parametrize("change", ["UPDATE funding_declaration SET counts = 1", "DELETE FROM funding_accelerators"])
def test_what_was_declared_is_never_changed(frontier: Cast, change: str) -> None:
    opened(frontier)
    declared(frontier)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize("who", ["aster.representative", "aster.alternate", "aster.liaison"])
def test_a_labs_own_people_declare(frontier: Cast, who: str) -> None:
    opened(frontier)
    assert declare(actor=frontier.viewer(who), now=NOW, period="2027", **WHAT).organisation.key == "aster"


@pytest.mark.parametrize("who", ["clerk", "independent", "auditor", "observer.eu", "counsel"])
def test_nobody_else_declares(frontier: Cast, who: str) -> None:
    opened(frontier)
    with pytest.raises(Http404):
        declare(actor=frontier.viewer(who), now=NOW, period="2027", **WHAT)


def test_who_reads_a_declaration(frontier: Cast) -> None:
    opened(frontier)
    declared(frontier, files=[_paper()])
    reads = {
        name
        for name in frontier.in_frontier
        if Declaration.objects.visible_to(frontier.viewer(name)).exists()
        or Declarant.objects.visible_to(frontier.viewer(name)).filter(organisation__key="aster").exists()
    }
    assert reads == {"aster.representative", "aster.alternate", "aster.liaison", "auditor"}


def test_rivals_learn_that_a_lab_has_declared_and_when_it_did_first(frontier: Cast) -> None:
    period = opened(frontier)
    declared(frontier)
    declared(frontier, at=NOW + HOUR, training_flop="2e26")
    [aster, borealis, _cygnus] = lines_of(frontier.viewer("borealis.representative"), period)
    assert (aster.key, aster.declared_at, aster.declaration, aster.commitment) == ("aster", NOW, None, "")
    assert (borealis.key, borealis.declared_at) == ("borealis", None)


def test_an_odd_figure_asks_for_a_reason_and_then_goes_through(frontier: Cast) -> None:
    opened(frontier)
    declared(frontier, period="2026")
    with pytest.raises(Invalid) as invalid:
        declared(frontier, training_flop="1e27", accelerators=[])
    assert "ten times that of 2026" in invalid.value.errors["unusual_because"]
    assert Declaration.objects.count() == 1
    row = declared(frontier, training_flop="1e27", accelerators=[], unusual_because="We rented it.")
    assert row.unusual_because == "We rented it."


def test_what_is_wrong_is_said_by_field_and_nothing_is_kept(frontier: Cast) -> None:
    opened(frontier)
    with pytest.raises(Invalid) as invalid:
        declared(frontier, training_flop="-1", method="guessed", files=[_paper()])
    assert set(invalid.value.errors) == {"training_flop", "method"}
    assert not Declaration.objects.exists()


def test_evidence_sent_ahead_is_named_by_the_declaration(frontier: Cast) -> None:
    opened(frontier)
    actor = frontier.viewer("aster.liaison")
    [file] = add_evidence(actor=actor, now=NOW, period="2027", uploads=[_paper()])
    row = declared(frontier, evidence=[file.uid])
    assert [one.file for one in DeclaredFile.objects.filter(declaration=row)] == [file]
    with pytest.raises(Invalid, match="not among"):
        declared(frontier, "borealis", evidence=[file.uid])


def test_the_charter_says_which_figure_counts(frontier: Cast) -> None:
    opened(frontier)
    last = CharterVersion.objects.latest("number")
    CharterVersion.objects.create(
        number=2,
        preset=last.preset,
        values=last.values | {"funding.base": "installed"},
        in_force_at=NOW,
        adopted_by="A motion",
    )
    row = declared(frontier)
    assert row.counts == row.installed_flops == 2 * 10**19


def test_a_lab_may_declare_late_but_is_estimated_only_then(frontier: Cast) -> None:
    opened(frontier)
    with pytest.raises(Refused, match=r"may declare until 21 December 2026.*article 7\.4"):
        estimated(frontier, at=NOW + 30 * DAY)
    row = estimated(frontier)
    assert (row.figure, row.organisation.key, row.explanation) == ("estimated", "borealis", "From its power.")
    assert _clock(acts.TO_DECLARE, "borealis").state == "moot"
    assert _clock(acts.TO_APPEAL, "borealis").state == "running"
    assert declared(frontier, "cygnus", at=LATE).version == 1


def test_an_estimate_is_the_custodians_and_says_how(frontier: Cast) -> None:
    opened(frontier)
    with pytest.raises(Invalid) as invalid:
        estimated(frontier, explanation=" ")
    assert set(invalid.value.errors) == {"explanation"}
    for who in ("clerk", "aster.representative", "independent"):
        with pytest.raises(Http404):
            estimate(actor=frontier.viewer(who, LATE), now=LATE, period="2027", lab="borealis", explanation="x", **WHAT)


def test_a_lab_cannot_estimate_itself(frontier: Cast) -> None:
    opened(frontier)
    with pytest.raises(Refused, match="Only the custodian"):
        estimate(
            actor=frontier.viewer("borealis.liaison", LATE),
            now=LATE,
            period="2027",
            lab="borealis",
            explanation="x",
            **WHAT,
        )


def test_there_is_one_estimate_and_none_of_what_was_declared(frontier: Cast) -> None:
    opened(frontier)
    estimated(frontier)
    declared(frontier, "cygnus")
    for lab in ("borealis", "cygnus"):
        with pytest.raises(Refused, match="There is a figure already"):
            estimated(frontier, lab)


def test_an_appeal_is_decided_with_a_new_estimate_against_which_one_may_appeal_again(frontier: Cast) -> None:
    opened(frontier)
    estimated(frontier)
    first = appealed(frontier)
    assert _clock(acts.TO_APPEAL, "borealis").state == "met"
    assert _clock(acts.TO_DECIDE, "borealis").owed_by == ["declaration.custodian"]
    at = LATE + 2 * DAY
    words = {"because": "The plant was smaller.", "explanation": "From the new plan."}
    given = WHAT | {"training_flop": "5e25", "method": "estimated"} | words
    row = uphold(actor=frontier.viewer("auditor", at), now=at, period="2027", lab="borealis", **given)
    first.refresh_from_db()
    assert (first.state, first.decided_by, first.because) == ("upheld", frontier["auditor"], "The plant was smaller.")
    assert (row.version, row.figure, row.training_flop) == (2, "estimated", 5 * 10**25)
    assert _clock(acts.TO_DECIDE, "borealis").state == "met"
    assert appealed(frontier, at=at + HOUR).declaration == row


def test_a_dismissed_appeal_leaves_the_estimate(frontier: Cast) -> None:
    opened(frontier)
    estimated(frontier)
    row = appealed(frontier)
    at = LATE + 2 * DAY
    given = {"actor": frontier.viewer("auditor", at), "now": at, "period": "2027", "lab": "borealis"}
    with pytest.raises(Invalid, match="Say why"):
        dismiss(**given, because=" ")
    dismiss(**given, because="It is right.")
    row.refresh_from_db()
    assert (row.state, row.because) == ("dismissed", "It is right.")
    assert Declaration.objects.count() == 1
    with pytest.raises(Refused, match=r"“dismissed” now.*article 7\.5"):
        dismiss(**given, because="Again.")
    with pytest.raises(Refused, match="appealed against this estimate already"):
        appealed(frontier)


def test_an_appeal_comes_in_time_and_against_an_estimate_only(frontier: Cast) -> None:
    opened(frontier)
    declared(frontier, "cygnus")
    with pytest.raises(Refused, match="the lab's own"):
        appealed(frontier, "cygnus")
    with pytest.raises(Http404):
        appealed(frontier, "aster")
    estimated(frontier)
    due = _clock(acts.TO_APPEAL, "borealis").due_at
    with pytest.raises(Refused, match="The time for an appeal is over"):
        appealed(frontier, at=due + timedelta(seconds=1))
    assert appealed(frontier, at=due).state == "open"


def test_the_time_for_an_appeal_ends_by_itself(frontier: Cast) -> None:
    opened(frontier)
    estimated(frontier)
    clock = _clock(acts.TO_APPEAL, "borealis")
    take_steps([clock.pk], clock.due_at + HOUR)
    assert _clock(acts.TO_APPEAL, "borealis").state == "moot"
    with pytest.raises(Refused, match="over"):
        appealed(frontier, at=clock.due_at + HOUR)


def test_a_late_declaration_overtakes_estimate_and_appeal(frontier: Cast) -> None:
    opened(frontier)
    estimated(frontier)
    row = appealed(frontier)
    at = LATE + 3 * DAY
    mine = declared(frontier, "borealis", at=at)
    row.refresh_from_db()
    assert (row.state, row.decided_at, row.decided_by) == ("overtaken", at, None)
    assert (mine.version, mine.figure) == (2, "declared")
    assert _clock(acts.TO_DECIDE, "borealis").state == "moot"
    assert Act.objects.filter(kind=acts.RECEIVED).count() == 1


def test_a_lab_that_leaves_owes_nothing_and_one_that_comes_back_is_asked_again(frontier: Cast) -> None:
    opened(frontier)
    lab = Organisation.objects.get(key="cygnus")
    words = {"decision": "Decision 7", "because": "It was so decided."}
    take_step(actor=frontier.viewer("clerk"), now=NOW, organisation=lab, step="expel", **words)
    assert {_clock(acts.TO_DECLARE, "cygnus", year).state for year in ("2026", "2027")} == {"moot"}
    assert Declarant.objects.filter(organisation=lab, let_go_at=NOW).count() == 2
    at = NOW + 40 * DAY
    ask([Declarant.objects.get(organisation=lab, period__name="2027").period], [lab], by=MEMBERS, now=at)
    assert _clock(acts.TO_DECLARE, "cygnus").state == "running"
    again = Declarant.objects.get(organisation=lab, period__name="2027")
    assert (again.let_go_at, again.declare_by) == (None, (at + 30 * DAY).date())


def test_figures_stand_once_an_adopted_scale_counts_them(frontier: Cast) -> None:
    period = opened(frontier)
    row = declared(frontier)
    adopted(frontier, row)
    with pytest.raises(Refused, match=r"scale of 2027 is adopted.*article 7\.4"):
        declared(frontier, at=NOW + HOUR)
    assert declared(frontier, "cygnus").version == 1
    [aster, _borealis, cygnus] = lines_of(frontier.viewer("borealis.representative"), period)
    assert (aster.commitment, cygnus.commitment) == (row.commitment, "")


def test_nothing_is_declared_for_closed_books(frontier: Cast) -> None:
    opened(frontier)
    after = datetime(2027, 1, 2, 9, 0, tzinfo=UTC)
    close_books(actor=treasurer(frontier, after), now=after, name="2026")
    with pytest.raises(Refused, match="books of 2026 are closed"):
        declared(frontier, period="2026", at=after)


def test_the_latest_figure_of_each_lab_is_that_of_its_latest_period(frontier: Cast) -> None:
    opened(frontier)
    declared(frontier)
    declared(frontier, period="2026", at=NOW + HOUR, training_flop="5e25")
    declared(frontier, "borealis", training_flop="3e25")
    declared(frontier, "borealis", at=NOW + HOUR, training_flop="4e25")
    found = latest_figures(NOW + HOUR)
    keys = {Organisation.objects.get(pk=pk).key: int(flop) for pk, flop in found.items()}
    assert keys == {"aster": 10**26, "borealis": 4 * 10**25}
    assert latest_figures(NOW - HOUR) == {}


@pytest.mark.parametrize("state", list(Appeal))
@pytest.mark.parametrize("move", list(APPEALS), ids=lambda move: move.verb)
def test_an_appeal_moves_as_its_table_says(state: Appeal, move: Any) -> None:
    assert bool(APPEALS.may(move.verb, state)) is (state in move.sources) is (state == Appeal.OPEN)


@pytest.mark.parametrize("state", list(Opening))
@pytest.mark.parametrize("move", list(OPENINGS), ids=lambda move: move.verb)
def test_a_request_to_open_moves_as_its_table_says(state: Opening, move: Any) -> None:
    assert bool(OPENINGS.may(move.verb, state)) is (state in move.sources) is (state == Opening.ASKED)


def test_the_list_of_a_period_takes_as_many_queries_for_all_labs_as_for_one(
    frontier: Cast, django_assert_num_queries: Any
) -> None:
    period = opened(frontier)
    custodian = frontier.viewer("auditor")
    with django_assert_num_queries(4):
        lines_of(custodian, period)
    for lab in LABS:
        declared(frontier, lab)
    with django_assert_num_queries(4):
        assert all(line.declaration for line in lines_of(custodian, period))
