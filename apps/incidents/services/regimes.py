"""Regimes: brought in as they ship, changed by two people, and which laws reach an organisation."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from apps.committees.models import Committee, Organisation
from apps.committees.rules.viewer import Actor, Viewer
from apps.committees.states import OrganisationKind
from apps.incidents.acts import regimes as acts
from apps.incidents.models import REGIME, Duty, Incident, OrganisationScope, Regime, RegimeVersion
from apps.incidents.rules import regime_verbs as verbs
from apps.incidents.rules.facts import SCOPES
from apps.incidents.rules.regimes import Profile, profile
from apps.incidents.selectors.regimes import regime_for, scopes_of
from apps.incidents.services.reckoning import reckon_all_of
from apps.incidents.states import VersionState
from apps.kernel import canonical
from apps.kernel.decisions import Invalid
from apps.kernel.tenancy.context import active_committee
from apps.record.services import record

SHIPPED = Path(__file__).resolve().parents[1] / "regimes"
OF_THE_COMMITTEE = "committee"


def shipped() -> list[dict[str, Any]]:
    """The profiles that come with the portal, as data."""
    return [tomllib.loads(path.read_text()) for path in sorted(SHIPPED.glob("*.toml"))]


def load(*, actor: Actor, now: datetime, data: Mapping[str, Any]) -> RegimeVersion | None:
    """Bring in one profile as it came; None where its newest version says the same. Raises Invalid by path.

    A profile whose zone is “committee” counts in the committee's own.
    """
    committee = Committee.objects.select_for_update().get(pk=active_committee() or 0)
    known = dict(data)
    if known.get("zone") == OF_THE_COMMITTEE:
        known["zone"] = committee.zone
    made, kept = profile(known), plain(known)
    regime, _new = Regime.objects.get_or_create(key=made.key, defaults={"desk": _desk(made)})
    newest = regime.versions.order_by("-number").first()
    if newest is not None and newest.digest == _digest(kept):
        return None
    version = _version(regime, made, kept, now, state=VersionState.ADOPTED, decided_at=now)
    record(acts.LOADED, actor=actor, now=now, subject=(REGIME, version.pk, version.ref), facts=_facts(version))
    return version


def propose(*, actor: Viewer, now: datetime, key: str, data: Mapping[str, Any], reason: str) -> RegimeVersion:
    """Propose another version of a regime; a second person decides. Raises Refused, or Invalid by path."""
    regime = regime_for(actor, key, lock=True)
    waiting = regime.versions.filter(state=VersionState.PROPOSED).exists()
    verbs.may_propose(actor, is_waiting=waiting).require()
    made = _read(data, reason, taken=lambda new: "" if new == key else f"The key of a regime stays: {key}.")
    return _propose(regime, made, actor, now, data, reason)


def propose_new(*, actor: Viewer, now: datetime, data: Mapping[str, Any], reason: str) -> RegimeVersion:
    """Propose a regime that the committee does not have yet; a second person decides. Raises as `propose`."""
    verbs.may_propose(actor, is_waiting=False).require()
    Committee.objects.select_for_update().get(pk=active_committee() or 0)
    there = "There is a regime with this key; propose a version of it."
    made = _read(data, reason, taken=lambda new: there if Regime.objects.filter(key=new).exists() else "")
    regime = Regime.objects.create(key=made.key, desk=_desk(made))
    return _propose(regime, made, actor, now, data, reason)


def _read(data: Mapping[str, Any], reason: str, *, taken: Callable[[str], str]) -> Profile:
    errors = {} if reason.strip() else {"reason": "Say what changes and why, with the source."}
    try:
        made = profile(data)
    except Invalid as error:
        raise Invalid(error.errors | errors) from error
    if why := taken(made.key):
        errors["key"] = why
    if errors:
        raise Invalid(errors)
    return made


def _propose(
    regime: Regime, made: Profile, actor: Viewer, now: datetime, data: Mapping[str, Any], reason: str
) -> RegimeVersion:
    version = _version(
        regime,
        made,
        plain(data),
        now,
        state=VersionState.PROPOSED,
        reason=reason.strip(),
        proposed_by_id=actor.seat_id,
    )
    record(
        acts.PROPOSED,
        actor=actor,
        now=now,
        subject=(REGIME, version.pk, version.ref),
        facts=_facts(version) | {"reason": version.reason},
    )
    return version


def adopt(*, actor: Viewer, now: datetime, key: str, number: int) -> RegimeVersion:
    """Adopt a proposed version, as another person than who proposed it. Raises Refused.

    Duties that run keep their version; reports filed from now on are reckoned under this one.
    """
    return _decide(actor, now, key, number, VersionState.ADOPTED, "")


def refuse(*, actor: Viewer, now: datetime, key: str, number: int, why: str) -> RegimeVersion:
    """Refuse a proposed version with the reason. Raises Refused, or Invalid without one."""
    if not why.strip():
        raise Invalid({"why": "Say why it is refused."})
    return _decide(actor, now, key, number, VersionState.REFUSED, why.strip())


def withdraw(*, actor: Viewer, now: datetime, key: str, number: int) -> RegimeVersion:
    """Take a proposed version back, as who proposed it. Raises Refused."""
    version = _locked(actor, key, number)
    verbs.may_withdraw(actor, version).require()
    return _settle(version, actor, now, VersionState.WITHDRAWN, "")


def set_desk(*, actor: Viewer, now: datetime, key: str, organisation: str) -> Regime:
    """Say which organisation of this committee is the regime's authority, or none. Raises Refused, Invalid.

    What was owed before and is not sent yet goes there, too; what was sent stays where it lies.
    """
    regime = regime_for(actor, key, lock=True)
    newest = regime.versions.order_by("-number").first()
    verbs.may_set_desk(actor, by_filing=newest is not None and newest.profile().by_filing).require()
    desk = Organisation.objects.filter(key=organisation, kind=OrganisationKind.REGULATOR).first()
    if organisation and desk is None:
        raise Invalid({"organisation": "Choose an authority that sits in this committee."})
    if desk == regime.desk or newest is None:
        return regime
    regime.desk = desk
    regime.save(update_fields=["desk"])
    _move_unsent(regime)
    record(
        acts.DESK_SET,
        actor=actor,
        now=now,
        subject=(REGIME, newest.pk, newest.ref),
        facts={"desk": desk.key if desk else ""},
    )
    return regime


def _move_unsent(regime: Regime) -> None:
    """Give what is owed under a regime and was never sent its new desk; the reports are held first, as everywhere."""
    unsent = Duty.objects.filter(version__regime=regime, first_sent_at__isnull=True)
    reports = Incident.objects.filter(pk__in=unsent.values("incident")).order_by("pk")
    list(reports.select_for_update().values_list("pk", flat=True))
    unsent.update(desk=regime.desk)


def answer_scopes(*, actor: Viewer, now: datetime, answers: Mapping[str, bool | None]) -> int:
    """Say which laws reach the actor's organisation; its open reports are reckoned anew. How many answers changed.

    Raises Refused, or Invalid for a question that is not asked.
    """
    verbs.may_answer_scopes(actor).require()
    if unknown := sorted(set(answers) - set(SCOPES)):
        raise Invalid({"": f"This is not asked: {', '.join(unknown)}."})
    organisation = Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    before = scopes_of(organisation.pk)
    changed = {name: answer for name, answer in answers.items() if before[name] is not answer}
    if not changed:
        return 0
    OrganisationScope.objects.bulk_create(
        OrganisationScope(organisation=organisation, name=name, answer=answer, seat_id=actor.seat_id, at=now)
        for name, answer in changed.items()
    )
    record(
        acts.SCOPE_ANSWERED,
        actor=actor,
        now=now,
        subject=(acts.SCOPE, organisation.pk, organisation.key),
        sealed={"answers": changed},
    )
    reckon_all_of(organisation.pk, now=now)
    return len(changed)


def _decide(actor: Viewer, now: datetime, key: str, number: int, state: VersionState, why: str) -> RegimeVersion:
    version = _locked(actor, key, number)
    verbs.may_decide(actor, version).require()
    return _settle(version, actor, now, state, why)


def _locked(actor: Viewer, key: str, number: int) -> RegimeVersion:
    regime = regime_for(actor, key, lock=True)
    version = regime.versions.filter(number=number).first()
    if version is None:
        raise Invalid({"": "There is no such version."})
    return version


SETTLED = {
    VersionState.ADOPTED: acts.ADOPTED,
    VersionState.REFUSED: acts.REFUSED,
    VersionState.WITHDRAWN: acts.WITHDRAWN,
}


def _settle(version: RegimeVersion, actor: Viewer, now: datetime, state: VersionState, why: str) -> RegimeVersion:
    version.state, version.decided_at, version.refusal = state, now, why
    if state != VersionState.WITHDRAWN:
        version.decided_by_id = actor.seat_id
    version.save(update_fields=["state", "decided_at", "decided_by", "refusal"])
    facts = _facts(version) | ({"why": why} if why else {})
    record(SETTLED[state], actor=actor, now=now, subject=(REGIME, version.pk, version.ref), facts=facts)
    return version


def _version(regime: Regime, made: Profile, data: dict[str, Any], now: datetime, **rest: Any) -> RegimeVersion:
    number = regime.versions.count() + 1
    return RegimeVersion.objects.create(
        regime=regime,
        number=number,
        ref=f"{regime.key}/{number}",
        name=made.name,
        data=data,
        digest=_digest(data),
        from_day=made.from_day,
        until_day=made.until_day,
        proposed_at=now,
        **rest,
    )


def plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data with days as text, as JSON keeps it."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in data.items()}


def _digest(data: dict[str, Any]) -> str:
    return canonical.sha256(canonical.dumps(data))


def _facts(version: RegimeVersion) -> dict[str, Any]:
    return {"version": version.number, "digest": version.digest, "name": version.name}


def _desk(made: Profile) -> Organisation | None:
    """The authority of that jurisdiction, where exactly one sits in the committee."""
    if made.by_filing or not made.jurisdiction:
        return None
    found = Organisation.objects.filter(kind=OrganisationKind.REGULATOR, jurisdiction=made.jurisdiction)[:2]
    return found[0] if len(found) == 1 else None
