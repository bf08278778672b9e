"""Loads the demo once, all of it or nothing."""

from datetime import datetime, timedelta

from django.db import transaction

from apps.accounts.models import User
from apps.accounts.services import create_person
from apps.committees.rules.viewer import Portal
from apps.committees.selectors import committee_by_slug
from apps.desk.demo.people import PEOPLE, Body, Founding
from apps.desk.demo.player import play
from apps.desk.demo.story import STORIES
from apps.desk.demo.story.parts import Story
from apps.desk.demo_accounts import PASSWORD
from apps.kernel.tenancy.context import tenant
from apps.membership.services import add_organisation, create_committee, fill_seat

FOUNDERS = Portal("the founding of the demo")
APART = timedelta(minutes=20)
"""How long after each other the bodies join on the day of the founding."""


@transaction.atomic
def load(now: datetime) -> bool:
    """Make the demo's people and committees and play their stories up to `now`; False where they are there already."""
    if committee_by_slug("frontier") is not None:
        return False
    people = {
        person.email: create_person(
            email=person.email,
            name=person.name,
            password=PASSWORD,
            zone=person.zone,
            is_operator=person.is_operator,
        )
        for person in PEOPLE
    }
    for story in STORIES:
        _tell(story, people, now)
    return True


def _tell(story: Story, people: dict[str, User], now: datetime) -> None:
    founding, founded_at = story.founding, now - story.founded
    committee = create_committee(
        actor=FOUNDERS,
        now=founded_at,
        slug=founding.slug,
        name=founding.name,
        clerk_email=founding.clerk,
        clerk=people[founding.clerk],
        secretariat=f"Secretariat of {founding.name}",
        zone=founding.zone,
    )
    with tenant(committee.pk):
        _let_join(founding, people, founded_at)
        play(story, committee.pk, now)


def _let_join(founding: Founding, people: dict[str, User], founded_at: datetime) -> None:
    for place, body in enumerate(founding.bodies, start=1):
        _join(body, people, founded_at + place * APART)


def _join(body: Body, people: dict[str, User], at: datetime) -> None:
    organisation = add_organisation(
        actor=FOUNDERS,
        now=at,
        key=body.key,
        name=body.name,
        kind=body.kind,
        jurisdiction=body.jurisdiction,
        tier=body.tier,
        zone=body.zone,
    )
    for email, role in body.seats:
        fill_seat(actor=FOUNDERS, now=at, organisation=organisation, role=role, person=people[email])
