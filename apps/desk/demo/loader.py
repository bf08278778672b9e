"""Loads the demo once, all of it or nothing."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from apps.accounts.models import User
from apps.accounts.services import create_person
from apps.committees.rules.viewer import Portal
from apps.committees.selectors import committee_by_slug
from apps.desk.demo.people import PEOPLE, Person
from apps.desk.demo.player import play
from apps.desk.demo.seats import move_endpoints
from apps.desk.demo.story import STORIES
from apps.desk.demo.story.parts import EndpointsAdded, Story
from apps.desk.demo_accounts import PASSWORD
from apps.kernel.tenancy.context import tenant
from apps.membership.services import create_committee


@transaction.atomic
def load(now: datetime) -> bool:
    """Make the demo's people and committees and play their stories up to `now`; False where they are there already."""
    if committee_by_slug("frontier") is not None:
        return False
    hashed = make_password(PASSWORD)  # once for all: it is slow on purpose, and no secret
    people = {person.email: _person(person, hashed) for person in PEOPLE}
    for story in STORIES:
        _tell(story, people, now)
    return True


@transaction.atomic
def move(now: datetime) -> None:
    """Let the demo's webhooks and pagers lead to where the portal runs now."""
    for story in STORIES:
        committee = committee_by_slug(story.founding.slug)
        if committee is None:
            continue
        with tenant(committee.pk):
            for event in story.events:
                if isinstance(event, EndpointsAdded):
                    move_endpoints(event, now)


def _person(person: Person, hashed: str) -> User:
    made = create_person(email=person.email, name=person.name, zone=person.zone, is_operator=person.is_operator)
    made.password = hashed
    made.save(update_fields=["password"])
    return made


def _tell(story: Story, people: dict[str, User], now: datetime) -> None:
    founding, founded_at = story.founding, now - story.founded
    committee = create_committee(
        actor=Portal("manage.py load_demo"),
        now=founded_at,
        slug=founding.slug,
        name=founding.name,
        clerk_email=founding.clerk,
        clerk=people[founding.clerk],
        zone=founding.zone,
    )
    with tenant(committee.pk):
        play(story, now)
