"""Committees with a lab that reports, and so many readers who may see whatever it reports."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from apps.accounts.models import User
from apps.committees.models import CharterVersion, Committee, Organisation, Seat
from apps.committees.rules.charter import preset_values
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import viewer_of
from apps.committees.states import OrganisationKind, Role
from apps.incidents.acts import SUBJECT, UPDATED
from apps.incidents.services.adding import add_update
from apps.incidents.services.filing import file_at_once
from apps.kernel.tenancy.context import tenant
from apps.notices.models import FanOut
from apps.record.models import Act
from apps.record.services import Entry, record_all
from tests.cast import BEGINNING
from tests.incidents.factory import CONTENT


@dataclass(frozen=True)
class Crowd:
    """A committee, its lab's liaison, and a TLP:GREEN report of theirs."""

    committee_id: int
    liaison: Viewer
    incident_id: int
    ref: str

    def update(self) -> None:
        """The act that all are told of, by the real service and committed."""
        with tenant(self.committee_id):
            add_update(actor=self.liaison, now=timezone.now(), ref=self.ref, text="The agent is contained.")

    def forget(self) -> None:
        """Nobody waits for what has not been expanded yet."""
        with tenant(self.committee_id):
            FanOut.objects.filter(expanded_at=None).update(expanded_at=timezone.now())

    def acts(self, number: int, told: tuple[str, ...] | None = None) -> list[Act]:
        """So many such acts at once, committed; told to nobody with ()."""
        entry = Entry(UPDATED, self.liaison, (SUBJECT, self.incident_id, self.ref), told=told)
        with tenant(self.committee_id):
            return record_all([entry] * number, now=timezone.now())


@cache
def crowd(readers: int) -> Crowd:
    """A committee with so many readers beside the lab's liaison."""
    committee = Committee.objects.create(slug=f"crowd-{readers}", name=f"Crowd of {readers}", created_at=BEGINNING)
    with tenant(committee.pk):
        CharterVersion.objects.create(
            number=1, preset="standard", values=preset_values("standard"), in_force_at=BEGINNING, adopted_by="Founders"
        )
        liaison = _seat("lab", OrganisationKind.LAB, Role.LIAISON, readers)
        _readers(_seat("office", OrganisationKind.REGULATOR, Role.OBSERVER, readers), readers)
        viewer = viewer_of(liaison, timezone.now())
        incident = file_at_once(actor=viewer, now=timezone.now(), changes=CONTENT | {"tlp": "TLP:GREEN"})
    vacuum("accounts_user", "committees_seat")
    made = Crowd(committee.pk, viewer, incident.pk, incident.ref)
    made.forget()
    return made


def _seat(key: str, kind: OrganisationKind, role: Role, readers: int) -> Seat:
    organisation = Organisation.objects.create(key=key, name=key.title(), kind=kind, admitted_at=BEGINNING)
    person = User.objects.create_user(f"{role}@crowd-{readers}.example", name=role.title())
    return Seat.objects.create(organisation=organisation, person=person, role=role, starts_at=BEGINNING)


def _readers(first: Seat, readers: int) -> None:
    """The first reader is there; the others are made after it, set-based."""
    into, values = copied(User, email=f"'reader' || n || '@crowd-{readers}.example'")
    people = f"INSERT INTO accounts_user {into} SELECT {values} FROM accounts_user p, generate_series(2, %s) n"
    into, values = copied(Seat, uid="gen_random_uuid()", person_id="people.id")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH people AS ({people} WHERE p.id = %s RETURNING id)
            INSERT INTO committees_seat {into} SELECT {values} FROM committees_seat p, people WHERE p.id = %s
            """,
            [readers, first.person_id, first.pk],
        )


def copied(model: type[Model], **changes: str) -> tuple[str, str]:
    """The columns of a table for an INSERT, and for its SELECT the same of a row `p` but for some expressions."""
    fields: list[Any] = [
        field for field in model._meta.concrete_fields if not field.primary_key and not field.generated
    ]
    columns = [field.column for field in fields]
    values = [changes.get(column, f'p."{column}"') for column in columns]
    return "({})".format(", ".join(f'"{column}"' for column in columns)), ", ".join(values)


def vacuum(*tables: str) -> None:
    """As autovacuum would in time, so that it does not in the middle of a measurement."""
    with psycopg.connect(settings.DATABASE_OWNER_URL, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE " + ", ".join(tables))
