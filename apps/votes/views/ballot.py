"""Casting a ballot: the page of the choice, and the receipt."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.selectors import confirmation_address, confirmed_recently
from apps.kernel import clock
from apps.kernel.decisions import Decision, Invalid, Refused
from apps.kernel.secrets import CannotOpen, cloak, uncloak
from apps.votes.forms.ballot import BallotForm
from apps.votes.models import Motion
from apps.votes.rules.kinds import KINDS
from apps.votes.rules.verbs import is_being_voted_on, may_brief
from apps.votes.selectors import motion_for
from apps.votes.selectors.briefs import brief_of
from apps.votes.selectors.receipts import Cast, cast_ballot, cast_for
from apps.votes.selectors.standing import ballots_in_force, rule_of
from apps.votes.selectors.voices import Voice, voices_of
from apps.votes.services.balloting import NO_VOICE, cast, hold_box, receipt_of
from apps.votes.states import Choice

TICKET = "ballot-page"


@dataclass(frozen=True, slots=True)
class Asked:
    """A motion and the members for which the reader has a voice; `voice` is the one that this page is about."""

    motion: Motion
    voices: list[Voice]
    voice: Voice
    open: Decision

    @property
    def may(self) -> Decision:
        """Whether a ballot can be cast on this page."""
        return self.voice.may if self.open else self.open


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: Any, slug: str, ref: str) -> HttpResponse:
    """What is decided, what follows from it, and the ballot.

    Who may cast one proves who they are before the page is shown; a ballot from a page that was shown is recorded.
    """
    if request.method == "POST":
        return _cast(request, slug, ref)
    asked = _asked(request, ref, request.GET.get("for", ""))
    if asked.may and not confirmed_recently(request):
        return redirect(confirmation_address(request, request.get_full_path()))
    prepared = brief_of(request.viewer, asked.motion)
    taken = prepared is not None and "brief" in request.GET
    form = _form(asked, initial={"explanation": prepared.explanation} if taken and prepared else None)
    return _page(request, asked, form)


def _cast(request: Any, slug: str, ref: str) -> HttpResponse:
    viewer, voter = request.viewer, request.POST.get("for", "")
    box = hold_box(actor=viewer, ref=ref, voter=voter)
    now = clock.database_now()
    if not _was_shown(request, box.motion):
        return redirect(_address(slug, ref, voter))
    choice, explanation = request.POST.get("choice", ""), request.POST.get("explanation", "")
    public = "members_only" not in request.POST
    try:
        receipt = cast(actor=viewer, now=now, box=box, choice=choice, explanation=explanation, public=public)
    except Refused as refused:
        asked = _asked(request, ref, voter)
        return _page(request, asked, _form(asked, request.POST), refused=refused.reason)
    except Invalid as invalid:
        asked = _asked(request, ref, voter)
        form = _form(asked, request.POST)
        form.is_valid()
        for field, text in invalid.errors.items():
            if field not in form.errors:
                form.add_error(field, text)
        return _page(request, asked, form)
    return redirect("votes:receipt", slug, ref, receipt.opening.voter, receipt.opening.seq)


def _asked(request: Any, ref: str, voter: str) -> Asked:
    """Raises Http404 for a motion that is not the reader's to see, Refused where the reader has no voice."""
    motion = motion_for(request.viewer, ref)
    now = clock.now()
    voices = voices_of(request.viewer, motion, now, ballots_in_force(motion)) if motion.opened_at else []
    found = [voice for voice in voices if voice.elector.key == voter] if voter else voices
    open_now = is_being_voted_on(motion, now)
    if not found:
        open_now.require()
        raise Refused(NO_VOICE)
    return Asked(motion, voices, found[0], open_now)


def _form(asked: Asked, data: Any = None, initial: dict[str, Any] | None = None) -> BallotForm:
    current = asked.voice.ballot
    objected = current is not None and current.choice == Choice.NO
    return BallotForm(data, initial=initial, procedure=asked.motion.procedure, has_objected=objected)


def _page(request: Any, asked: Asked, form: BallotForm, refused: str = "") -> HttpResponse:
    motion, voice, now = asked.motion, asked.voice, clock.now()
    kind, rule = KINDS[motion.kind], rule_of(motion)
    context = {
        "motion": motion,
        "voice": voice,
        "voices": asked.voices,
        "may": asked.may,
        "refused": refused,
        "form": form,
        "ticket": _ticket(request, motion),
        "cast": cast_for(request.viewer, motion, voice.elector),
        "preview": kind.preview(motion.payload, request.viewer, now),
        "asks": kind.says(motion.payload),
        "rule": rule,
        "rule_words": rule.in_words(),
        "charter_number": motion.charter,
        "brief": brief_of(request.viewer, motion),
        "may_brief": may_brief(request.viewer, motion),
        "now": now,
    }
    # A 409 takes back what was begun; nothing was recorded.
    status = 409 if refused else 422 if form.errors else 200
    return render(request, "votes/ballot.html", context, status=status)


def _ticket(request: Any, motion: Motion) -> str:
    """What only this page holds: that it was shown to this seat, for this motion, in this session."""
    return cloak(_shown_to(request, motion), purpose=TICKET)


def _was_shown(request: Any, motion: Motion) -> bool:
    try:
        return uncloak(request.POST.get("ticket", ""), purpose=TICKET) == _shown_to(request, motion)
    except CannotOpen:
        return False


def _shown_to(request: Any, motion: Motion) -> str:
    return f"{request.viewer.seat_id}:{motion.pk}:{request.session.get('began', '')}"


def _address(slug: str, ref: str, voter: str) -> str:
    address = reverse("votes:ballot", args=[slug, ref])
    return f"{address}?for={voter}" if voter else address


@never_cache
@require_safe
def receipt(request: Any, slug: str, ref: str, voter: str, number: int) -> HttpResponse:
    """What was recorded, what opens it, and whether it counts."""
    motion = motion_for(request.viewer, ref)
    found, every = cast_ballot(request.viewer, motion, voter, number)
    context = {
        "motion": motion,
        "found": found,
        "cast": every,
        "line": found.ballot.elector,
        "receipt": receipt_of(found.ballot),
        "written": _written(found),
        "is_open": bool(is_being_voted_on(motion, clock.now())),
    }
    return render(request, "votes/receipt.html", context)


@never_cache
@require_safe
def receipt_file(request: Any, slug: str, ref: str, voter: str, number: int) -> HttpResponse:
    """The receipt as JSON, to keep."""
    found, _every = cast_ballot(request.viewer, motion_for(request.viewer, ref), voter, number)
    answer = HttpResponse(_written(found) + "\n", content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{ref}-ballot-{number}.json"'
    return answer


def _written(found: Cast) -> str:
    return json.dumps(receipt_of(found.ballot).as_data(), indent=2, ensure_ascii=False)
