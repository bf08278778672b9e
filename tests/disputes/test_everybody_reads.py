"""A whole case, and after each of its steps who sees what of each paper: compared with a table that is typed in by hand.

The table is not the one of the rules (rules.sight), which has other tests: it is what docs/procedures/disputes.md promises.
"""

from datetime import datetime

import pytest
from django.test import Client

from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.disputes.models import Case, Paper
from apps.disputes.rules.sight import LETTER_OF
from apps.disputes.selectors.cases import known
from apps.disputes.selectors.panels import panel_of
from apps.disputes.selectors.papers import docket_of
from apps.disputes.services import complying, conducting, joining
from apps.disputes.services.filing import change_paper, file_paper, start_paper
from apps.disputes.states import DocumentKind, ProposalKind, Stage
from tests.cast import NOW, Cast
from tests.disputes.filing import entered, filed, opened, operator
from tests.disputes.paneling import DAY, THEM, US, agreed, key_for, past, put, roster, seat_panel
from tests.disputes.placing import seat_somebody
from tests.disputes.test_course import at

K = DocumentKind
THIRD, MEMBER, OBSERVER = "independent", "cygnus.liaison", "observer.eu"
SEALED = "It had [[4 128 chips]] by [[counsel: a recipe of its own]]."

# whoever filed it, another party's people, its counsel, third parties, panel, clerk, member, observer, operator
COLUMNS = ("own", "rival", "counsel", "third", "panel", "clerk", "member", "other", "operator")
TABLE = {
    "complaint":         "F F F F F F F M F",
    "reply":             "F F F F F F M - F",
    "consultation":      "F F F - - M - - M",
    "settlement":        "F F F - - - - - -",
    "panel_request":     "F F F F F F F M F",
    "submission":        "F F F F F F M - F",
    "sealed submission": "F R F R F F M - R",
    "third_submission":  "F F F F F F M - F",
    "rebuttal":          "F F F M F F M - F",
    "request":           "F F F M F F M - F",
    "minutes":           "F F F M F F M - F",
    "interim_report":    "F F F M F F M - M",
    "comment":           "F F F M F F M - M",
    "deliberation":      "F - - - - - - - -",
    "report":            "F F F F F F F M F",
    "adopted report":    "F F F F F F F F F",
    "intentions":        "F F F F F F F M F",
    "compliance_report": "F F F F F F F M F",
    "review_request":    "F F F F F F F M F",
}  # fmt: skip


class Watch:
    """Those who look at the docket after each step, and what they found."""

    def __init__(self, cast: Cast, case: Case) -> None:
        self.cast, self.case, self.checked, self.sits = cast, case, 0, 1
        self.sides = {"aster": "party", "borealis": "party"}
        for side in self.sides:
            seat_somebody(cast, f"{side}.counsel", side, Role.COUNSEL, matter=case.ref)
        self.stages: set[str] = set()
        self.kinds: set[str] = set()

    def viewers(self, now: datetime) -> dict[str, Viewer]:
        """Everybody who looks: on the panel too where one sits."""
        names = [US, "aster.liaison", "aster.counsel", THEM, "borealis.counsel", THIRD, MEMBER, OBSERVER, "auditor"]
        found = {name: self.cast.viewer(name, now) for name in [*names, "clerk"]}
        if any(place for place in known(self.case).panel_seats):
            found |= {name: self.cast.viewer(name, now) for name in ("ada", "ben", "cleo")}
        return found | {"operator": operator(self.cast)}

    def column(self, name: str, paper: Paper) -> str:
        """As whom somebody reads a paper, by hand."""
        if name in {"ada", "ben", "cleo"}:
            return "own" if paper.panel == self.sits else "panel"
        if name in {"clerk", "operator"}:
            return "own" if name == "clerk" and paper.kind == K.MINUTES else name
        lab = name.split(".")[0]
        if paper.organisation is not None and paper.organisation.key == lab:
            return "own"
        if lab in self.sides:
            if self.sides[lab] == "third":
                return "third"
            return "counsel" if name.endswith("counsel") else "rival"
        return "other" if name in {OBSERVER, "auditor"} else "member"

    def look(self, now: datetime) -> None:
        """Compare every line of everybody's docket with the table."""
        self.case.refresh_from_db()
        of = known(self.case)
        papers = list(Paper.objects.filter(case=self.case, filed_at__isnull=False).select_related("organisation"))
        for name, viewer in self.viewers(now).items():
            seen = {line.paper.pk: LETTER_OF[line.sight] for line in docket_of(viewer, self.case, of)}
            for paper in papers:
                row = dict(zip(COLUMNS, TABLE[self.row(paper)].split(), strict=True))
                wanted = row[self.column(name, paper)]
                assert seen.get(paper.pk, "-") == wanted, (self.case.stage, name, paper.kind)
                self.checked += 1
        self.stages.add(self.case.stage)
        self.kinds |= {paper.kind for paper in papers}

    def row(self, paper: Paper) -> str:
        """Its row in the table."""
        if paper.kind == K.SUBMISSION and "4 128" in paper.text:
            return "sealed submission"
        if paper.kind == K.REPORT and self.case.adopted_at is not None:
            return "adopted report"
        return paper.kind


def _entered(watch: Watch, kind: DocumentKind, who: str, now: datetime, text: str = "So it is.", **terms: object) -> None:  # fmt: skip
    given = {"actor": watch.cast.viewer(who, now), "now": now, "ref": watch.case.ref}
    name = str(start_paper(**given, kind=kind).uid)  # type: ignore[arg-type]
    change_paper(**given, name=name, changes={"text": text, "terms": terms})  # type: ignore[arg-type]
    file_paper(**given, name=name)  # type: ignore[arg-type]
    watch.look(now)


def test_at_every_step_everybody_sees_what_the_procedure_promises(
    frontier: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    seats = roster(frontier)
    case = filed(frontier, text="It did not declare its chips.")
    watch = Watch(frontier, case)
    watch.look(NOW)
    opened(frontier, case)
    _entered(watch, K.REPLY, THEM, NOW)
    entered(frontier, case, K.CONSULTATION, US)
    _entered(watch, K.SETTLEMENT, THEM, NOW)
    agreed(frontier, case, ProposalKind.TALKS_FAILED)
    put(frontier, case, K.PANEL_REQUEST, US, claims=["Article 3.2 is broken."])
    watch.look(NOW)
    given = {"ref": case.ref, "capacity": "third_party", "because": "We sold the chips."}
    joinder = joining.ask_to_join(actor=frontier.viewer(THIRD), now=NOW, **given)
    joining.let_join(actor=frontier.viewer("clerk"), now=NOW, ref=case.ref, joinder=joinder.uid)
    watch.sides[THIRD] = "third"
    watch.look(NOW)
    agreed(frontier, case, ProposalKind.PANEL, keys=[key_for(seat) for seat in seats[:3]])
    seat_panel(frontier, panel_of(case))
    watch.look(NOW)
    conducting.begin_writing(actor=frontier.viewer("ada"), now=NOW, ref=case.ref)
    _entered(watch, K.SUBMISSION, US, NOW + DAY, SEALED)
    _entered(watch, K.SUBMISSION, THEM, NOW + 2 * DAY)
    _entered(watch, K.THIRD_SUBMISSION, THIRD, NOW + 2 * DAY)
    _entered(watch, K.REBUTTAL, US, NOW + 3 * DAY)
    _entered(watch, K.REQUEST, THEM, NOW + 3 * DAY, asks="strike", about="2")
    _entered(watch, K.DELIBERATION, "ben", NOW + 3 * DAY)
    conducting.call_hearing(
        actor=frontier.viewer("ada"), now=NOW + 4 * DAY, ref=case.ref,
        starts_at=NOW + 5 * DAY, ends_at=NOW + 6 * DAY, where="Room 3",
    )  # fmt: skip
    _entered(watch, K.MINUTES, "clerk", NOW + 6 * DAY)
    _entered(watch, K.INTERIM_REPORT, "ada", NOW + 7 * DAY)
    _entered(watch, K.COMMENT, THEM, NOW + 8 * DAY)
    _pages_agree(watch, monkeypatch, NOW + 8 * DAY)
    _entered(watch, K.REPORT, "ada", NOW + 9 * DAY, findings={"1": "breach"})
    adopted = at(2027, 1, 29)
    past(case, "dispute.adoption", adopted)
    watch.look(adopted)
    _entered(watch, K.INTENTIONS, THEM, adopted)
    _entered(watch, K.COMPLIANCE_REPORT, THEM, adopted)
    over = at(2028, 5, 1, 21)
    put(frontier, case, K.REVIEW_REQUEST, US, over)
    # The same people, as another panel: what the first wrote among themselves stays with it.
    seat_panel(frontier, panel_of(case))
    watch.sits = 3
    watch.look(over)
    complying.be_content(actor=frontier.viewer(US, over), now=over, ref=case.ref)
    watch.look(over)
    assert watch.stages == set(Stage) - ALONE
    assert {*watch.kinds, "sealed submission", "adopted report"} == set(TABLE)
    assert watch.checked > 2000


ALONE = {
    Stage.DRAFT, Stage.DISCARDED, Stage.APPEAL, Stage.REMEDIES, Stage.SETTLED, Stage.WITHDRAWN, Stage.REJECTED, Stage.LAPSED
}  # fmt: skip
"""Stages off this course."""


def _pages_agree(watch: Watch, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """Each paper's page opens to those who read something of it, and to nobody else."""
    monkeypatch.setattr("apps.kernel.clock.now", lambda: now)
    for name in (THIRD, MEMBER, OBSERVER, "borealis.counsel", "ben"):
        client = Client()
        client.force_login(watch.cast[name].person)
        session = client.session
        session["seat:frontier"] = watch.cast[name].pk
        session.save()
        for paper in Paper.objects.filter(case=watch.case, filed_at__isnull=False).select_related("organisation"):
            row = dict(zip(COLUMNS, TABLE[watch.row(paper)].split(), strict=True))
            reads = row[watch.column(name, paper)] in "FR"
            answer = client.get(f"/c/frontier/disputes/{watch.case.ref}/papers/{paper.name}/")
            assert answer.status_code == (200 if reads else 404), (name, paper.kind)
