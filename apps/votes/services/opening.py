"""Voting opens: the roll, the rule and the window are frozen."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from apps.committees.rules.viewer import Actor, Viewer
from apps.committees.selectors import presiding
from apps.kernel.canonical import instant
from apps.kernel.decisions import YES, Decision, Refused, no
from apps.votes import acts
from apps.votes.models import SUBJECT, Elector, Motion, Recusal
from apps.votes.rules import charter as articles
from apps.votes.rules import verbs
from apps.votes.rules.dossier import words_digest
from apps.votes.rules.kinds import KINDS
from apps.votes.rules.presets import NAMING
from apps.votes.rules.rule import Rule
from apps.votes.rules.ruling import Charter
from apps.votes.selectors.clocks import may_still_amend
from apps.votes.selectors.electorate import Place, electorate
from apps.votes.selectors.finding import motion_for
from apps.votes.selectors.ruling import charter, rule_for
from apps.votes.services.proposing import CHARTER, end_amendments, lapse
from apps.votes.services.recusing import decide_undecided
from apps.votes.services.telling import seat_of, tell
from apps.votes.states import OPEN, TRANSITIONS, RecusalState, Standing, State


def open_voting(*, actor: Viewer, now: datetime, ref: str) -> Motion:
    """Open voting on a motion: freeze who votes, with which weight, by which rule, until when.

    Raises Http404 or Refused, also where nobody could vote or what it asks for has become impossible.
    """
    motion = motion_for(actor, ref, lock=True)
    may_open(actor, motion, now, charter(now)[1]).require()
    return _open(motion, actor, now)


def put_to_vote(*, ref: str, now: datetime) -> Motion:
    """Open voting on a motion that nobody has put to the vote in time, so that no chair can let it lie.

    Recusals on which nobody has decided are decided as they came about; amendments that nobody has put to the vote
    lapse. Where one is voted on still, the motion waits for its result. Where nobody could vote, or what it asks for
    is impossible, it lapses with that reason. Safe to run twice.
    """
    motion = motion_for(CHARTER, ref, lock=True)
    begins = verbs.opens_from(motion, charter(now)[1](articles.DISCUSSION_HOURS))
    if motion.state != State.DISCUSSION or begins is None or now < begins:
        return motion
    end_amendments(motion, now, f"The time for discussing {motion.ref} was over.")
    if motion.amendments.filter(state__in=OPEN).exists():
        return motion
    decide_undecided(motion, motion.recusals.filter(_to_be_decided(now)), now)
    try:
        with transaction.atomic():
            return _open(motion, CHARTER, now)
    except Refused as refusal:
        lapse(motion_for(CHARTER, ref, lock=True), now, refusal.reason)
        return motion_for(CHARTER, ref)


def _open(motion: Motion, actor: Actor, now: datetime) -> Motion:
    version, values = charter(now)
    if reason := KINDS[motion.kind].impossible(motion.payload, now):
        raise Refused(reason)
    places = electorate(motion, now, values)
    rule = rule_for(motion, values, chair=chair_on(places, motion, now))
    can_be_voted_on(places, rule).require()
    hours = values(articles.WINDOW_OF[motion.procedure])
    motion.state = TRANSITIONS["open"].target
    motion.opened_at, motion.opened_by_id = now, seat_of(actor)
    motion.window_hours, motion.closes_at = hours, now + timedelta(hours=hours)
    motion.rule, motion.charter = rule.as_data(), version.number
    motion.weights, motion.hidden = values(articles.WEIGHTS), values(articles.HIDDEN)
    motion.version += 1
    motion.save()
    Elector.objects.bulk_create([_line(motion, place) for place in places])
    Recusal.objects.filter(motion=motion, state=RecusalState.PROPOSED).update(state=RecusalState.UPHELD)
    tell(acts.OPENED, motion, actor=actor, now=now, facts=_facts(motion, places))
    end_amendments(motion, now, f"Voting on {motion.ref} opened before anybody seconded it.")
    return motion


def may_open(actor: Viewer, motion: Motion, now: datetime, values: Charter) -> Decision:
    """Whether the actor can open voting now (two queries at most, four for an amendment)."""
    undecided = list(motion.recusals.filter(_to_be_decided(now)).values_list("state", flat=True))
    contested = undecided.count(RecusalState.CONTESTED)
    open_now = verbs.may_open(
        actor,
        motion,
        now=now,
        discussion_hours=values(articles.DISCUSSION_HOURS),
        amendments=motion.amendments.filter(state__in=OPEN).exclude(state=State.PROPOSED).count(),
        contested=contested,
        fresh=len(undecided) - contested,
    )
    return open_now and may_still_amend(motion.parent, now)


def _to_be_decided(now: datetime) -> Q:
    """The recusals that are contested, and those that a rival declared too late for anybody to contest them."""
    since = now - timedelta(hours=verbs.TO_CONTEST)
    late = Q(state=RecusalState.PROPOSED, by_another=True, proposed_at__gt=since)
    return Q(state=RecusalState.CONTESTED) | late


def chair_on(places: list[Place], motion: Motion, now: datetime) -> str:
    """The key of the member on the roll whose seat presides over the motion; empty where it has no vote here."""
    seat = presiding(now, SUBJECT, motion.pk).seat
    if seat is None:
        return ""
    voting = [place for place in places if place.standing == Standing.VOTING]
    own = [place for place in voting if place.seat_id == seat.pk]
    own += [place for place in voting if not place.personal and place.organisation_id == seat.organisation_id]
    return own[0].key if own else ""


def can_be_voted_on(places: list[Place], rule: Rule) -> Decision:
    """Whether anybody could vote, weighs anything where the rule counts weight, and is named where it takes names."""
    if NAMING & set(rule.key.split("+")) and not rule.veto:
        return no("The rule speaks of a veto, and the charter names nobody who has one. Amend the charter first.")
    voting = [place for place in places if place.standing == Standing.VOTING]
    if not voting:
        return no(
            f"Nobody could vote: every member is recused or has no vote (charter, article {articles.QUORUM_ARTICLE}). Look at the "
            "recusals first."
        )
    if rule.weighs and all(place.weight == "0" for place in voting):
        return no("The rule counts weight, and no member on the roll has any. Set the weights first.")
    return YES


def _line(motion: Motion, place: Place) -> Elector:
    return Elector(
        motion=motion,
        key=place.key,
        name=place.name,
        organisation_id=place.organisation_id,
        seat_id=place.seat_id,
        personal=place.personal,
        weight=place.weight,
        standing=place.standing,
        because=place.because,
    )


def _facts(motion: Motion, places: list[Place]) -> dict[str, Any]:
    return {
        "closes_at": instant(motion.closes_at),
        "text": words_digest(motion.title, motion.text),
        "rule": motion.rule,
        "charter": motion.charter,
        "hidden": motion.hidden,
        "roll": [
            {"member": place.key, "weight": place.weight, "standing": str(place.standing), "because": place.because}
            for place in places
        ],
    }
