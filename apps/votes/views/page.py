"""Everything that the page of a motion shows to one viewer."""

from datetime import datetime
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import presiding
from apps.deadlines.selectors import of_subject
from apps.files.selectors import files_of
from apps.kernel import clock
from apps.kernel.decisions import Decision, first_refusal, no
from apps.notices.selectors import receipts_of
from apps.record.selectors import timeline
from apps.votes import acts
from apps.votes.forms.motion import (
    ContestForm,
    DecisionForm,
    PapersForm,
    RecusalForm,
    ReviewForm,
    StatementForm,
    WithdrawForm,
)
from apps.votes.models import SUBJECT, Motion, Recusal
from apps.votes.rules import verbs
from apps.votes.rules.charter import DISCUSSION_HOURS, EARLY_CLOSE, MINIMUM_HOURS
from apps.votes.rules.difference import difference
from apps.votes.rules.kinds import KINDS
from apps.votes.rules.next_step import next_step
from apps.votes.selectors.ruling import charter, charter_of
from apps.votes.selectors.said import amendments_of, members_named, recusals_of, statements_of, texts_of
from apps.votes.selectors.shown import Standings, standings_for
from apps.votes.selectors.standing import ballots_in_force, rule_of
from apps.votes.selectors.voices import Voice, keeps_its_voice, voices_of
from apps.votes.selectors.waiting import awaited
from apps.votes.services.balloting import NO_VOICE
from apps.votes.services.opening import may_open
from apps.votes.states import BEFORE_VOTING, PROCEDURE_MEANINGS, Procedure, RecusalState, Standing, State
from apps.votes.views.listing import state_tag
from apps.votes.views.prospects import prospects
from apps.votes.views.standing import of as standing_of

STEPS = (_("Proposed"), _("Discussion"), _("Voting"), _("Closed"), _("Certified"))
ORDER = (State.PROPOSED, State.DISCUSSION, State.VOTING, State.CLOSED, State.CERTIFIED)
RECUSAL_WORDS = {
    RecusalState.PROPOSED: (_("Stands back unless somebody contests it"), "info"),
    RecusalState.CONTESTED: (_("Contested"), "warn"),
    RecusalState.UPHELD: (_("Stands back"), "neutral"),
    RecusalState.LIFTED: (_("Votes"), "ok"),
}
SHOWN_STATEMENTS = 200


def motion_page(request: Any, motion: Motion, *, about: str = "", **forms: Form) -> HttpResponse:
    """The page; `forms` are those that came back with errors, `about` the member that a recusal's form is about."""
    viewer, now = request.viewer, clock.now()
    _version, values = charter(now)
    standing = standings_for(viewer, motion, now) if motion.opened_at is not None else None
    voices = voices_of(viewer, motion, now, ballots_in_force(motion)) if motion.state == State.VOTING else []
    may = _may(viewer, motion, now, values, voices, standing)
    texts, deadlines = texts_of(motion), of_subject(SUBJECT, motion.pk)
    context = {
        "motion": motion,
        "kind": KINDS[motion.kind],
        "says": KINDS[motion.kind].says(motion.payload),
        "meaning": PROCEDURE_MEANINGS[Procedure(motion.procedure)],
        "state_tag": state_tag(motion.state, motion.carried),
        "steps": STEPS,
        "step": _step(motion),
        "now": now,
        "may": may,
        "has_voted": _has_voted(voices),
        "next": next_step(motion.state, may, has_voted=_has_voted(voices), is_reviewed=motion.review_at is not None),
        "opens_from": verbs.opens_from(motion, values(DISCUSSION_HOURS)),
        "presides": presiding(now, SUBJECT, motion.pk).seat,
        "texts": texts,
        "against_parent": _against_parent(motion),
        "files": files_of(SUBJECT, motion.pk),
        "statements": statements_of(motion),
        "amendments": amendments_of(motion),
        "recusals": _recusals(viewer, motion, about, forms),
        "deadlines": deadlines,
        "waits": awaited(motion, deadlines),
        "has_line": any(voice.elector.standing == Standing.VOTING for voice in voices),
        "receipts": receipts_of(viewer, SUBJECT, motion.pk),
        "timeline": [entry for entry in timeline(SUBJECT, motion.pk) if entry.act.kind != acts.CAST],
        "statement_form": StatementForm(auto_id="id_statement_%s"),
        "papers_form": PapersForm(auto_id="id_papers_%s"),
        "withdraw_form": WithdrawForm(auto_id="id_withdraw_%s"),
        "review_form": ReviewForm(auto_id="id_review_%s"),
        "recusal_form": RecusalForm(auto_id="id_recusal_%s", members=members_named(now)) if may["recuse"] else None,
    }
    if standing is not None:
        context |= standing_of(standing, motion, now)
        context |= {"rule": (rule := rule_of(motion)), "rule_words": rule.in_words(), "charter_number": motion.charter}
        context["preview"] = KINDS[motion.kind].preview(motion.payload, viewer, now) if motion.is_open else None
    elif motion.is_open:
        context |= prospects(motion, viewer, now)
    failed = next(iter(forms.values()), None)
    return render(request, "votes/detail.html", context | forms | {"failed": failed}, status=422 if forms else 200)


def _step(motion: Motion) -> int:
    """The step that is running, counted from 1; one beyond the last when all is done, 0 where it ended early."""
    if motion.state not in ORDER:
        return 0
    return ORDER.index(State(motion.state)) + (2 if motion.state == State.CERTIFIED else 1)


def _may(
    viewer: Viewer, motion: Motion, now: datetime, values: Any, voices: list[Voice], standing: Standings | None
) -> dict[str, Decision]:
    return {
        "preside": verbs.presides(viewer, motion),
        "second": verbs.may_second(viewer, motion) and keeps_its_voice(viewer),
        "open": may_open(viewer, motion, now, values),
        "ballot": _may_vote(motion, now, voices),
        "certify": verbs.may_certify(viewer, motion),
        "review": verbs.may_review(viewer, motion),
        "withdraw": verbs.may_withdraw(viewer, motion),
        "speak": verbs.may_speak(viewer, motion),
        "amend": verbs.may_amend(viewer, motion, is_amendment=motion.is_amendment),
        "paper": verbs.may_add_paper(viewer, motion),
        "recuse": verbs.may_declare_recusal(viewer, motion),
        "brief": verbs.may_brief(viewer, motion),
        "close": _may_close(viewer, motion, now, values, standing),
    }


def _may_vote(motion: Motion, now: datetime, voices: list[Voice]) -> Decision:
    refused = next((voice.may for voice in voices if not voice.may), no(NO_VOICE))
    voice = next((voice.may for voice in voices if voice.may), refused)
    return first_refusal(verbs.is_being_voted_on(motion, now), voice)


def _has_voted(voices: list[Voice]) -> bool:
    usable = [voice for voice in voices if voice.may]
    return bool(usable) and all(voice.ballot is not None for voice in usable)


def _may_close(viewer: Viewer, motion: Motion, now: datetime, values: Any, standing: Standings | None) -> Decision:
    """Early closing; whether the outcome is settled is not told to anybody while ballots are hidden."""
    if motion.state == State.VOTING:
        values = charter_of(motion)
    return first_refusal(
        verbs.presides(viewer, motion),
        verbs.may_close_early(
            motion,
            now=now,
            allowed=motion.state == State.VOTING and values(EARLY_CLOSE),
            minimum_hours=values(MINIMUM_HOURS),
            settled=bool(standing and standing.is_final),
        ),
    )


def _against_parent(motion: Motion) -> Any:
    """What an amendment would change in the text that its motion has now."""
    if motion.parent is None or motion.parent.state not in BEFORE_VOTING or motion.opened_at is not None:
        return []
    return difference(motion.parent.text, motion.text)


def _recusals(viewer: Viewer, motion: Motion, about: str, forms: dict[str, Form]) -> list[dict[str, Any]]:
    return [
        _recusal(viewer, motion, row, forms if row.organisation.key == about else {}) for row in recusals_of(motion)
    ]


def _recusal(viewer: Viewer, motion: Motion, row: Recusal, forms: dict[str, Form]) -> dict[str, Any]:
    key = row.organisation.key
    words, tone = RECUSAL_WORDS[RecusalState(row.state)]
    decides = any(verbs.may_decide_recusal(viewer, motion, state=row.state, verb=verb) for verb in ("uphold", "lift"))
    return {
        "row": row,
        "words": words,
        "tone": tone,
        "may_contest": verbs.may_contest(viewer, motion, state=row.state),
        "may_decide": decides,
        "contest_form": forms.get("contest_form") or ContestForm(auto_id=f"id_contest_{key}_%s"),
        "decide_form": forms.get("decide_form") or DecisionForm(auto_id=f"id_decide_{key}_%s"),
    }
