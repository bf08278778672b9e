"""The record: append-only by right and by trigger, canonical, followed, and cut to those who may see."""

import pytest
from django.db import ProgrammingError, connection, transaction

from apps.committees.rules.viewer import Portal
from apps.incidents import acts
from apps.kernel.canonical import NotCanonical
from apps.kernel.tenancy.context import NoTenant, tenant
from apps.record.models import Act, Sighting
from apps.record.rules import audiences_of
from apps.record.selectors import Hearing, seen_by, timeline
from apps.record.services import note_sighting, record
from tests.cast import NOW, Cast
from tests.incidents.factory import filed

pytestmark = pytest.mark.django_db


def _names(cast: Cast, seats: object) -> set[str]:
    by_id = {seat.pk: name for name, seat in cast.seats.items()}
    return {by_id[seat.pk] for seat in seats}  # type: ignore[attr-defined]


@pytest.mark.parametrize("sql", ["UPDATE record_act SET kind = 'x'", "DELETE FROM record_act"])
def test_the_app_role_can_neither_change_nor_remove_acts(frontier: Cast, sql: str) -> None:
    filed(frontier)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_every_append_only_table_refuses_by_trigger_too() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only' ORDER BY 1")
        guarded = {row[0] for row in cursor.fetchall()}
        cursor.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' "
            "AND relnamespace = 'public'::regnamespace AND has_table_privilege('concord_app', oid, 'INSERT') "
            "AND NOT has_table_privilege('concord_app', oid, 'UPDATE')"
        )
        without_update = {row[0] for row in cursor.fetchall()}
    assert {"record_act", "committees_charterversion", "transparency_publishedrecord"} <= guarded
    assert guarded == without_update


def test_an_act_outside_a_committees_transaction_is_refused(cast: Cast) -> None:
    with pytest.raises(NoTenant):
        record(acts.FILED, actor=Portal("test"), now=NOW, subject=(acts.SUBJECT, 1, "X"))


def test_an_unknown_act_and_a_fact_without_exact_form_are_refused(frontier: Cast) -> None:
    with pytest.raises(KeyError, match=r"incident\.exploded"):
        record("incident.exploded", actor=Portal("test"), now=NOW, subject=(acts.SUBJECT, 1, "X"))
    with pytest.raises(NotCanonical):
        record(acts.UPDATED, actor=Portal("test"), now=NOW, subject=(acts.SUBJECT, 1, "X"), facts={"share": 0.5})
    assert not Act.objects.exists()


def test_acts_are_seen_through_their_subject(frontier: Cast) -> None:
    incident = filed(frontier, tlp="TLP:AMBER+STRICT")
    assert Act.objects.visible_to(frontier.viewer("clerk")).filter(subject_id=incident.pk).exists()
    for outsider in ("cygnus.representative", "observer.eu", "auditor"):
        assert not Act.objects.visible_to(frontier.viewer(outsider)).filter(subject_kind=acts.SUBJECT).exists()


def test_another_committees_acts_do_not_exist(frontier: Cast) -> None:
    filed(frontier, tlp="TLP:CLEAR")
    with tenant(frontier.pacific.pk):
        assert not Act.objects.visible_to(frontier.viewer("eve")).exists()


def test_a_timeline_is_newest_first_and_names_the_actor(frontier: Cast) -> None:
    incident = filed(frontier)
    [entry] = timeline(acts.SUBJECT, incident.pk)
    assert entry.act.actor == "Liaison, Liaison of Borealis"
    assert entry.label == "filed the report"


def test_a_sighting_counts_once_and_first(frontier: Cast) -> None:
    incident = filed(frontier)
    for _again in range(2):
        note_sighting(acts.SUBJECT, incident.pk, viewer=frontier.viewer("clerk"), now=NOW)
    assert [sighting.seat_id for sighting in seen_by(acts.SUBJECT, incident.pk)] == [frontier["clerk"].pk]
    assert Sighting.objects.count() == 1


class TestAudiences:
    def test_an_audience_is_cut_to_those_who_may_see(self, frontier: Cast) -> None:
        incident = filed(frontier, tlp="TLP:AMBER+STRICT")
        told = Hearing(acts.SUBJECT, incident.pk, NOW).audience(["members", "clerks"])
        assert _names(frontier, told) == {
            "clerk", "borealis.representative", "borealis.alternate", "aster.representative", "aster.alternate",
        }  # fmt: skip

    def test_an_emptied_audience_goes_to_the_clerks_who_may_see(self, frontier: Cast) -> None:
        incident = filed(frontier, tlp="TLP:RED", recipients=["secretariat", "independent"])
        told = Hearing(acts.SUBJECT, incident.pk, NOW).fallback(["chair", "chairs_alternate"])
        assert _names(frontier, told) == {"clerk"}

    def test_and_where_no_clerk_may_see_to_the_independent_member(self, frontier: Cast) -> None:
        incident = filed(frontier, tlp="TLP:RED", recipients=["independent"])
        told = Hearing(acts.SUBJECT, incident.pk, NOW).fallback(["chair", "clerks"])
        assert _names(frontier, told) == {"independent"}

    def test_a_viewer_knows_the_audiences_it_belongs_to(self, frontier: Cast) -> None:
        assert audiences_of(frontier.viewer("aster.representative")) == ["chair", "everyone", "members"]
        assert audiences_of(frontier.viewer("aster.alternate")) == ["chairs_alternate", "everyone", "members"]
        assert audiences_of(frontier.viewer("clerk")) == ["clerks", "everyone"]
