"""Casting a ballot, at the service and through the API, against the same inserts in one ORM transaction; the roll call."""

import statistics
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

from django.db import transaction
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.committees.models import Organisation, Seat
from apps.committees.states import OrganisationKind, Role
from apps.kernel.canonical import new_salt
from apps.kernel.tenancy.context import tenant
from apps.membership.services import make_token
from apps.record.models import Act
from apps.votes.models import Ballot, Elector, Motion
from apps.votes.services.balloting import cast as cast_ballot
from apps.votes.services.balloting import hold_box
from apps.votes.services.drafting import start_draft
from apps.votes.services.opening import open_voting
from apps.votes.services.proposing import propose, second
from bench.stage import Row, cast, queries

ROUNDS = 60
WHO = "aster.representative"
CHOICES = ("yes", "no")
FEW, MANY = 4, 500
AGO = timedelta(days=4)


def measure() -> list[Row]:
    """Rows of the table; nothing of it stays but the motions, which no other part looks at."""
    motion = _open_vote(timezone.now())
    floor, service, api = _ballots(motion)
    few, many, at_few, at_many = _roll_calls()
    return [
        _row("casting a ballot at the service / the same inserts", service, floor, 3),
        _row("casting a ballot through the API / the same inserts", api, floor, 8),
        Row("the roll call, members", f"{MANY}: {many:.1f} ms", f"{FEW}: {few:.1f} ms", "", "", True),
        Row("the same, queries", str(at_many), str(at_few), "", "the same", at_few == at_many),
    ]


def _row(what: str, ours: float, floor: float, most: int) -> Row:
    ratio = ours / floor
    return Row(what, f"{ours:.2f} ms", f"{floor:.2f} ms", f"{ratio:.2f}", f"at most {most}", ratio <= most)


def _open_vote(now: datetime, title: str = "Publish contacts") -> Motion:
    people = cast()
    with tenant(people.frontier.pk):
        written = start_draft(actor=people.viewer(WHO), now=now - AGO, kind="general", title=title, text=title)
        motion = propose(actor=people.viewer(WHO), now=now - AGO, ref=written.ref)
        second(actor=people.viewer("borealis.representative"), now=now - AGO, ref=motion.ref)
        return open_voting(actor=people.viewer(WHO), now=now, ref=motion.ref)


def _ballots(motion: Motion) -> tuple[float, float, float]:
    """Median milliseconds of the bare inserts, the service and the API, in turn."""
    people = cast()
    actor, numbers = people.viewer(WHO), count(1_000_000)
    with tenant(people.frontier.pk):
        line = Elector.objects.get(motion=motion, key="borealis")
        made = make_token(
            actor=actor, now=timezone.now(), seat=people[WHO], name="bench", scopes=["read", "vote"], days=1
        )
    client = Client(headers={"Authorization": f"Bearer {made.secret}"})
    path = f"/api/v1/committees/frontier/motions/{motion.ref}/ballots/"
    choices = {"service": count(), "api": count()}

    def insert() -> None:
        seq = next(numbers)
        with tenant(people.frontier.pk):
            Ballot.objects.create(
                motion=motion,
                elector=line,
                seat_id=actor.seat_id,
                by=actor.label,
                capacity="representative",
                choice="yes",
                seq=seq,
                nonce=new_salt(),
                salt=new_salt(),
                commitment=new_salt(),
                at=timezone.now(),
            )
            Act.objects.create(
                kind="bench",
                subject_kind="motion",
                subject_id=motion.pk,
                subject_ref=motion.ref,
                seat_id=actor.seat_id,
                actor=actor.label,
                at=timezone.now(),
                facts={"voter": "borealis", "number": seq, "capacity": "representative", "commitment": new_salt()},
                told=[],
            )

    def at_the_service() -> None:
        with tenant(people.frontier.pk):
            box = hold_box(actor=actor, ref=motion.ref)
            cast_ballot(actor=actor, now=timezone.now(), box=box, choice=CHOICES[next(choices["service"]) % 2])

    def through_the_api() -> None:
        body = {"choice": CHOICES[next(choices["api"]) % 2]}
        answer = client.post(path, body, content_type="application/json", headers={"Idempotency-Key": new_salt()})
        assert answer.status_code == 201, answer.content

    return _in_turn(insert, at_the_service, through_the_api)


def _in_turn(*works: Callable[[], None]) -> tuple[float, ...]:
    times: list[list[float]] = [[] for _work in works]
    for turn in range(ROUNDS + 5):
        for place, work in enumerate(works):
            start = time.perf_counter()
            work()
            if turn >= 5:
                times[place].append((time.perf_counter() - start) * 1000)
    return tuple(statistics.median(each) for each in times)


def _roll_calls() -> tuple[float, float, int, int]:
    """Median milliseconds and queries of the roll call's page with few and with many members; nothing stays."""
    client = Client()
    client.force_login(cast()["clerk"].person)
    with transaction.atomic():
        few = _open_vote(timezone.now(), "With few")
        _add_labs(MANY - FEW)
        many = _open_vote(timezone.now(), "With many")
        pages = [lambda ref=motion.ref: client.get(f"/c/frontier/motions/{ref}/roll/") for motion in (few, many)]
        times = _in_turn(*pages)
        numbers = [queries(page) for page in pages]
        transaction.set_rollback(True)
    return times[0], times[1], numbers[0], numbers[1]


def _add_labs(number: int) -> None:
    with tenant(cast().frontier.pk):
        long_ago = timezone.now() - timedelta(days=300)
        labs = Organisation.objects.bulk_create(
            Organisation(key=f"bench-{n}", name=f"Bench {n}", kind=OrganisationKind.LAB, admitted_at=long_ago)
            for n in range(number)
        )
        people = User.objects.bulk_create(
            User(email=f"bench{n}@lab.example", name=f"Bench {n}", password="") for n in range(number)
        )
        Seat.objects.bulk_create(
            Seat(organisation=lab, person=person, role=Role.REPRESENTATIVE, starts_at=long_ago)
            for lab, person in zip(labs, people, strict=True)
        )
