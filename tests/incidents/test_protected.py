"""A protected report: filed under the custodian, read by those who are named alone, added to by its reporter."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.http import Http404

from apps.files.models import File
from apps.incidents.models import Incident, IncidentUpdate, ProtectedIdentity
from apps.incidents.services.adding import add_update, amend
from apps.incidents.services.handling import acknowledge, close, withdraw
from apps.incidents.services.protecting import (
    add_to_letter,
    file_protected,
)
from apps.incidents.states import State
from apps.kernel.decisions import Invalid, Refused
from apps.record.models import Act
from apps.record.rules import SUBJECTS
from tests.cast import NOW, Cast
from tests.incidents.factory import png
from tests.incidents.protecting import REPORTER, WORDS, appoint, asked, protected, report_of

pytestmark = pytest.mark.django_db


class TestFiling:
    def test_the_report_stands_under_the_custodian_and_is_read_by_those_who_are_named_alone(
        self, frontier: Cast
    ) -> None:
        incident = report_of(protected(frontier))
        assert (incident.state, incident.tlp, incident.protected) == (State.FILED, "TLP:RED", True)
        assert incident.organisation == frontier["auditor"].organisation
        assert incident.filed_by == "a protected reporter, whose organisation is not named"
        sees = {
            name
            for name in frontier.in_frontier
            if Incident.objects.visible_to(frontier.viewer(name)).filter(pk=incident.pk).exists()
        }
        assert sees == {"clerk", "auditor"}
        seats = set(SUBJECTS["incident"].seats(incident.pk, NOW).values_list("pk", flat=True))
        assert seats == {frontier[name].pk for name in sees}

    def test_the_organisation_is_named_where_the_reporter_says_so(self, frontier: Cast) -> None:
        incident = report_of(protected(frontier, names_organisation=True))
        assert incident.filed_by == "a protected reporter at Cygnus"

    def test_no_duty_of_a_lab_and_no_clock_but_the_acknowledgement_follows(self, frontier: Cast) -> None:
        from apps.deadlines.models import Deadline
        from apps.incidents.models import Duty

        incident = report_of(protected(frontier))
        assert not Duty.objects.filter(incident=incident).exists()
        clocks = Deadline.objects.filter(subject_id=incident.pk, subject_kind="incident")
        assert set(clocks.values_list("clock", flat=True)) == {"incident.acknowledgement"}

    def test_without_a_fit_custodian_nobody_files_so(self, frontier: Cast) -> None:
        actor = frontier.viewer(REPORTER)
        with pytest.raises(Refused, match="no custodian"):
            file_protected(actor=actor, now=NOW, **WORDS)
        appoint(frontier, "borealis.representative")
        with pytest.raises(Refused, match="no custodian"):
            file_protected(actor=actor, now=NOW, **WORDS)

    @pytest.mark.parametrize("name", ["clerk", "auditor", "independent", "observer.eu", "counsel"])
    def test_only_people_of_labs_do(self, frontier: Cast, name: str) -> None:
        appoint(frontier)
        with pytest.raises(Refused, match="Only people of a lab"):
            file_protected(actor=frontier.viewer(name), now=NOW, **WORDS)

    @pytest.mark.parametrize(
        ("recipients", "part"),
        [
            (["cygnus"], "Your own organisation cannot be named"),
            (["secretariat", "cygnus"], "Your own organisation cannot be named"),
            (["aster"], "must name the secretariat or an independent member"),
            ([], "must name the secretariat or an independent member"),
            (["nobody"], "There is no organisation"),
        ],
    )
    def test_who_may_read_it_is_checked(self, frontier: Cast, recipients: list[str], part: str) -> None:
        appoint(frontier)
        with pytest.raises(Invalid) as refusal:
            file_protected(actor=frontier.viewer(REPORTER), now=NOW, **(WORDS | {"recipients": recipients}))
        assert part in refusal.value.errors["recipients"]
        assert not Incident.objects.exists()

    def test_the_same_words_pressed_twice_are_one_report(self, frontier: Cast) -> None:
        first, second = protected(frontier), protected(frontier)
        assert first == second
        later = file_protected(actor=frontier.viewer(REPORTER), now=NOW + timedelta(minutes=11), **WORDS)
        assert later != first

    def test_nobody_corrects_or_withdraws_it(self, frontier: Cast) -> None:
        ref = report_of(protected(frontier)).ref
        for name in ("auditor", "clerk"):
            with pytest.raises(Refused):
                amend(actor=frontier.viewer(name), now=NOW, ref=ref, changes={"title": "Other"})
            with pytest.raises(Refused):
                withdraw(actor=frontier.viewer(name), now=NOW, ref=ref, reason="No.")
        with pytest.raises(Http404):
            amend(actor=frontier.viewer("cygnus.liaison"), now=NOW, ref=ref, changes={"title": "Other"})

    def test_the_custodians_people_do_not_acknowledge_it_and_the_clerk_does(self, frontier: Cast) -> None:
        ref = report_of(protected(frontier)).ref
        with pytest.raises(Refused):
            acknowledge(actor=frontier.viewer("auditor"), now=NOW, ref=ref)
        assert acknowledge(actor=frontier.viewer("clerk"), now=NOW, ref=ref).state == State.ACKNOWLEDGED

    def test_the_database_keeps_a_protected_report_red(self, frontier: Cast) -> None:
        incident = report_of(protected(frontier))
        with pytest.raises(IntegrityError), transaction.atomic():
            Incident.objects.filter(pk=incident.pk).update(tlp="TLP:GREEN")

    def test_whose_it_is_can_never_be_changed(self, frontier: Cast) -> None:
        protected(frontier)
        with pytest.raises(ProgrammingError, match="permission denied"):
            ProtectedIdentity.objects.all().delete()


class TestAdding:
    def test_the_reporter_adds_words_and_files_and_stays_unknown(self, frontier: Cast) -> None:
        letter = protected(frontier)
        given = {"actor": frontier.viewer(REPORTER), "now": NOW, "uid": letter.uid}
        add_to_letter(**given, text="It is still there.", evidence=[png()])
        update = IncidentUpdate.objects.get()
        assert (update.by, update.protected) == ("A protected reporter", True)
        assert File.objects.get().uploaded_by is None
        kinds = Act.objects.filter(subject_kind="incident").values_list("kind", "seat", "actor")
        assert list(kinds) == [
            ("incident.filed_protected", None, "The portal (a protected reporter)"),
            ("incident.remarked", None, "The portal (a protected reporter)"),
            ("incident.evidence_added", None, "The portal (a protected reporter)"),
        ]

    def test_nobody_else_does(self, frontier: Cast) -> None:
        letter = protected(frontier)
        for name in ("cygnus.liaison", "clerk", "auditor"):
            with pytest.raises(Http404):
                add_to_letter(actor=frontier.viewer(name), now=NOW, uid=letter.uid, text="I was it.")

    def test_an_empty_word_and_a_closed_report_are_refused(self, frontier: Cast) -> None:
        letter = protected(frontier)
        given = {"actor": frontier.viewer(REPORTER), "now": NOW, "uid": letter.uid}
        with pytest.raises(Invalid):
            add_to_letter(**given, text=" ")
        clerk = {"actor": frontier.viewer("clerk"), "now": NOW, "ref": letter.incident.ref}
        acknowledge(**clerk)
        close(**clerk, outcome="Mended.")
        with pytest.raises(Refused, match="while the report is open"):
            add_to_letter(**given, text="More.")

    def test_the_reporter_hears_what_others_do(self, frontier: Cast) -> None:
        letter = protected(frontier)
        clerk = {"actor": frontier.viewer("clerk"), "now": NOW, "ref": letter.incident.ref}
        acknowledge(**clerk)
        add_update(**clerk, text="Which laptop?")
        news = Act.objects.filter(kind="letter.news", subject_id=letter.pk)
        assert news.count() == 2
        add_to_letter(actor=frontier.viewer(REPORTER), now=NOW, uid=letter.uid, text="The grey one.")
        assert news.count() == 2

    def test_a_letter_is_seen_by_its_reporter_alone_both_ways(self, frontier: Cast) -> None:
        letter = protected(frontier)
        kind = SUBJECTS["letter"]
        sees = [name for name in frontier.in_frontier if kind.visible(frontier.viewer(name)).exists()]
        assert sees == [REPORTER]
        assert list(kind.seats(letter.pk, NOW)) == [frontier[REPORTER]]

    def test_requests_are_seen_by_the_neutral_alone_both_ways(self, frontier: Cast) -> None:
        request = asked(frontier, protected(frontier))
        kind = SUBJECTS["identity_request"]
        sees = {name for name in frontier.in_frontier if kind.visible(frontier.viewer(name)).exists()}
        assert sees == {"clerk", "auditor", "independent"}
        assert set(kind.seats(request.pk, NOW)) == {frontier[name] for name in sees}
