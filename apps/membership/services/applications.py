"""Applications to join: taken without an account, confirmed by mail, decided by the committee.

The row is the queue of its mails: whatever has a `send_at` in the past waits, and the worker is only rung. Until the
address is confirmed nothing is recorded and no clerk sees it, so that nobody fills the record from outside.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from celery import signature
from django.conf import settings

from apps.committees.models import Application, Organisation
from apps.committees.rules.references import random_reference
from apps.committees.rules.standing import OUTSIDE
from apps.committees.rules.viewer import Actor, Portal
from apps.committees.states import APPLICATION, ApplicationState, OrganisationKind
from apps.files.models import File
from apps.files.rules import clean_name
from apps.files.services import Checked, facts_of, store_file
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.kernel.tenancy.tasks import ring_after_commit
from apps.membership import acts_of_members as acts
from apps.membership.mail import application_mail
from apps.membership.rules import applications as rules
from apps.membership.rules.membership import errors_in_decision
from apps.membership.rules.tokens import digest_of
from apps.membership.rules.who import may_keep_papers
from apps.membership.services.committees import admit_organisation
from apps.membership.services.invitations import invite
from apps.membership.services.membership import take_step, tier_of
from apps.record.services import record

log = structlog.get_logger(__name__)

APPLICANT = Portal("the applicant's link")
LONGEST_WAIT = timedelta(hours=1)
UNDECIDED = (ApplicationState.UNCONFIRMED, ApplicationState.RECEIVED)


def apply_to_join(
    *,
    now: datetime,
    name: str,
    kind: str,
    contact_name: str,
    contact_email: str,
    jurisdiction: str = "",
    zone: str = "UTC",
    flop: str = "",
    statement: str = "",
    documents: Mapping[str, Sequence[Checked]] | None = None,
) -> Application | None:
    """Take an application to the active committee; its link goes to the address given. Raises Invalid.

    None when the address has the most undecided ones already: the page says the same, so that it tells nothing.
    """
    address = contact_email.strip().lower()
    if kind == OrganisationKind.SECRETARIAT or kind not in set(OrganisationKind):
        raise Invalid({"kind": "Choose what the organisation is."})
    tier = tier_of(flop, now) if flop.strip() else 0
    if Application.objects.filter(contact_email=address, state__in=UNDECIDED).count() >= rules.MOST_OF_ONE_ADDRESS:
        return None
    application = Application(
        ref=random_reference("APP", now.year, 6),
        name=" ".join(name.split()),
        kind=kind,
        jurisdiction=jurisdiction.strip().upper(),
        zone=zone,
        tier=tier,
        contact_name=" ".join(contact_name.split()),
        contact_email=address,
        statement=statement.strip(),
        state=ApplicationState.UNCONFIRMED,
        applied_at=now,
    )
    application.digest = digest_of(_secret(application))
    _to_send(application, now)
    for key, uploads in (documents or {}).items():
        for upload in uploads:
            _keep(application, _named(rules.DOCUMENTS[key], upload), now)
    return application


def confirm_application(*, now: datetime, application: Application) -> Application:
    """Confirm the address: from now on the clerks have it. Raises Refused when that is done."""
    application = _locked(application)
    _move(application, "confirm")
    application.applied_at = now
    _to_send(application, now)
    _tell(acts.APPLIED, application, APPLICANT, now)
    return application


def add_paper(*, now: datetime, application: Application, upload: Checked) -> File:
    """Add a paper to an application that is not decided. Raises Refused."""
    application = _locked(application)
    papers = File.objects.about("application", application.pk).count()
    rules.may_add_paper(ApplicationState(application.state), papers).require()
    file = _keep(application, upload, now)
    _tell(acts.PAPER_ADDED, application, APPLICANT, now, facts_of(file))
    return file


def withdraw_application(*, now: datetime, application: Application) -> Application | None:
    """Withdraw an application that is not decided; one that nobody has confirmed is deleted (None). Raises Refused."""
    application = _locked(application)
    rules.may_withdraw(ApplicationState(application.state)).require()
    if application.state == ApplicationState.UNCONFIRMED:
        _delete([application.pk])
        return None
    _move(application, "withdraw")
    application.decided_at, application.send_at = now, None
    application.save()
    _tell(acts.WITHDRAWN, application, APPLICANT, now)
    return application


def admit_applicant(
    *, actor: Actor, now: datetime, application: Application, key: str, decision: str, because: str
) -> Organisation:
    """Admit the applicant by the committee's decision, and invite its contact to the first seat.

    A former member of the same name is admitted again, under its old short name. Raises Refused or Invalid.
    """
    application = _settled(actor, now, application, "admit", decision, because)
    former = Organisation.objects.filter(name=application.name, state__in=[state.value for state in OUTSIDE]).first()
    if former is not None:
        organisation = take_step(
            actor=actor, now=now, organisation=former, step="admit_again", decision=decision, because=because
        )
    else:
        organisation = admit_organisation(
            actor=actor,
            now=now,
            key=key,
            name=application.name,
            kind=application.kind,
            jurisdiction=application.jurisdiction,
            tier=application.tier,
            zone=application.zone,
            decision=decision,
            because=because,
        )
    application.organisation = organisation
    _to_send(application, now)
    invite(
        actor=actor,
        now=now,
        organisation=organisation,
        role=rules.FIRST_SEAT[OrganisationKind(organisation.kind)],
        email=application.contact_email,
        name=application.contact_name,
    )
    _tell(acts.ACCEPTED, application, actor, now, {"decision": decision.strip()})
    return organisation


def refuse_applicant(
    *, actor: Actor, now: datetime, application: Application, decision: str, because: str
) -> Application:
    """Refuse the applicant by the committee's decision; the applicant reads the reason. Raises Refused or Invalid."""
    application = _settled(actor, now, application, "refuse", decision, because)
    _to_send(application, now)
    _tell(acts.REFUSED, application, actor, now, {"decision": decision.strip()})
    return application


def send_next_application_mail(*, committee_id: int, now: datetime) -> bool:
    """Mail the next applicant that waits for one, in its own transaction; False when none waits.

    A mail that fails pushes its row back, doubling the wait up to an hour.
    """
    with tenant(committee_id):
        waiting = Application.objects.filter(send_at__lte=now).order_by("send_at", "id")
        application = waiting.select_related("committee").select_for_update(of=("self",), skip_locked=True).first()
        if application is None:
            return False
        secret = _secret(application)
        application.digest = digest_of(secret)  # the portal's key may have changed since the row was written
        application.tries += 1
        try:
            application_mail(application, secret).send()
        except OSError as error:  # smtplib's errors are OSErrors
            wait = min(timedelta(minutes=1) * 2 ** min(application.tries, 10), LONGEST_WAIT)
            application.send_at = now + wait
            log.warning("application_not_mailed", application=application.pk, error=type(error).__name__)
        else:
            application.send_at = None
        application.save(update_fields=["digest", "tries", "send_at"])
        return True


def clear_unconfirmed(*, now: datetime) -> int:
    """Delete the active committee's applications that nobody has confirmed in time, with their papers."""
    old = Application.objects.filter(
        state=ApplicationState.UNCONFIRMED, applied_at__lt=now - timedelta(days=rules.UNCONFIRMED_DAYS)
    )
    return _delete(list(old.values_list("pk", flat=True)))


def _delete(ids: Sequence[int]) -> int:
    """Their bytes go with the hourly clearing of what no row names."""
    File.objects.filter(subject_kind="application", subject_id__in=ids).delete()
    deleted, _by_model = Application.objects.filter(pk__in=ids).delete()
    return deleted


def _settled(
    actor: Actor, now: datetime, application: Application, verb: str, decision: str, because: str
) -> Application:
    may_keep_papers(actor).require()
    application = _locked(application)
    rules.may_settle(ApplicationState(application.state)).require()
    errors = errors_in_decision(decision, because)
    if errors:
        raise Invalid(errors)
    _move(application, verb)
    application.decided_at, application.decision, application.because = now, decision.strip(), because.strip()
    application.save()
    return application


def _secret(application: Application) -> str:
    return rules.link_secret(settings.SECRET_KEY, str(application.uid))


def _move(application: Application, verb: str) -> None:
    decision = APPLICATION.may(verb, application.state)
    if not decision:
        raise Refused(f"This application is {rules.STATE_WORDS[ApplicationState(application.state)]}.")
    application.state = APPLICATION[verb].target


def _to_send(application: Application, now: datetime) -> None:
    application.send_at, application.tries = now, 0
    application.save()
    ring_after_commit(signature("membership.send_invitations"))


def _locked(application: Application) -> Application:
    return Application.objects.select_for_update().get(pk=application.pk)


def _named(label: str, upload: Checked) -> Checked:
    return dataclasses.replace(upload, name=clean_name(f"{label} - {upload.name}"))


def _keep(application: Application, upload: Checked, now: datetime) -> File:
    subject = ("application", application.pk, application.ref)
    return store_file(actor=APPLICANT, now=now, subject=subject, upload=upload)


def _tell(
    kind: str, application: Application, actor: Actor, now: datetime, facts: Mapping[str, Any] | None = None
) -> None:
    record(
        kind,
        actor=actor,
        now=now,
        subject=("application", application.pk, application.ref),
        facts={"kind": application.kind} | dict(facts or {}),
    )
