"""The database itself refuses two voices of one organisation and two holders of one office at a time."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from apps.committees.models import Office, Seat
from apps.committees.states import Role
from tests.cast import BEGINNING, NOW, Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.REPRESENTATIVE, Role.ALTERNATE])
def test_a_second_voice_at_the_same_time_is_refused(frontier: Cast, role: Role) -> None:
    lab = frontier["aster.liaison"].organisation
    other = frontier["aster.liaison"].person
    with pytest.raises(IntegrityError, match="seat_one_voice"), transaction.atomic():
        Seat.objects.create(organisation=lab, person=other, role=role, starts_at=NOW)
    Seat.objects.filter(pk=frontier[f"aster.{role}"].pk).update(ends_at=NOW)
    Seat.objects.create(organisation=lab, person=other, role=role, starts_at=NOW)


def test_several_liaisons_are_welcome(frontier: Cast) -> None:
    lab, person = frontier["aster.liaison"].organisation, frontier["aster.alternate"].person
    Seat.objects.create(organisation=lab, person=person, role=Role.LIAISON, starts_at=NOW)
    assert Seat.objects.at(NOW).filter(organisation=lab, role=Role.LIAISON).count() == 2


def test_terms_of_one_office_do_not_overlap(frontier: Cast) -> None:
    seat = frontier["borealis.representative"]
    with pytest.raises(IntegrityError, match="office_"), transaction.atomic():
        Office.objects.create(kind="chair", seat=seat, starts_at=BEGINNING, ends_at=NOW)
    Office.objects.update(ends_at=NOW)
    Office.objects.create(kind="chair", seat=seat, starts_at=NOW, ends_at=NOW + timedelta(days=1))
    Office.objects.create(kind="treasurer", seat=seat, starts_at=BEGINNING)
