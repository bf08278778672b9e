"""The browsers that a seat is rung in. Like reading an inbox, this is no act of the committee and not in the record."""

import uuid
from datetime import datetime

from celery import current_app
from django.db import connection
from django.utils.translation import gettext as _

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.kernel import egress
from apps.kernel.decisions import Invalid, no
from apps.kernel.tenancy.tasks import ring_after_commit
from apps.notices.channels.push.naming import called
from apps.notices.channels.push.subscription import NoSubscription, Subscription
from apps.notices.channels.push.transport import public_key
from apps.notices.models import Delivery, Endpoint, EndpointQuerySet
from apps.notices.rules import may_keep_an_inbox
from apps.notices.services.outbox import DELIVER
from apps.notices.services.trying import queue_test
from apps.notices.states import OPEN, DeliveryState, EndpointKind, Purpose

MOST = 10
"""Browsers of one seat."""


def ring_browser(
    *, actor: Viewer, now: datetime, endpoint: str, p256dh: str, auth: str, user_agent: str = ""
) -> Endpoint:
    """Ring the actor's seat in this browser from now on; the same browser again updates its row.

    `endpoint`, `p256dh` and `auth` are what the browser's push subscription holds, keys in base64url. A browser that
    somebody else was rung in before is now the actor's, in whatever committee: who sits before it has changed. Raises
    Refused or Invalid.
    """
    may_keep_an_inbox(actor).require()
    if not public_key():
        no(_("This portal has no key to ring browsers with.")).require()
    try:
        subscription = Subscription.read(endpoint, p256dh, auth)
        egress.check(endpoint)
    except NoSubscription as error:
        raise Invalid({"": _("Your browser gave something that is no push subscription.")}) from error
    except egress.NotAllowed as error:
        message = _("The portal cannot reach your browser's push service: %(reason)s")
        raise Invalid({"": message % {"reason": error.reason}}) from error
    # One at a time for each seat, so that two presses at once do not exceed the number.
    Seat.objects.select_for_update().get(pk=actor.seat_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT browser_is_of(%s, %s, %s)", [subscription.digest, actor.user_id, now])
    same = Endpoint.objects.there().filter(kind=EndpointKind.PUSH, address_digest=subscription.digest)
    if row := same.filter(seat=actor.seat_id).first():
        row.sealed, row.label, row.failing_since = subscription.sealed(), called(user_agent), None
        row.save(update_fields=["sealed", "label", "failing_since"])
        return row
    if Endpoint.objects.there().filter(kind=EndpointKind.PUSH, seat=actor.seat_id).count() >= MOST:
        raise Invalid({"": _("You are rung in %(most)d browsers already. Remove one first.") % {"most": MOST}})
    return Endpoint.objects.create(
        kind=EndpointKind.PUSH,
        seat_id=actor.seat_id,
        label=called(user_agent),
        host=subscription.host,
        sealed=subscription.sealed(),
        address_digest=subscription.digest,
        made_at=now,
        made_by_id=actor.seat_id,
    )


def remove_browser(*, actor: Viewer, now: datetime, uid: uuid.UUID) -> Endpoint:
    """Ring the actor's seat there no more; raises Endpoint.DoesNotExist for others' and for what is no browser."""
    browser = _own(actor).get(uid=uid)
    browser.removed_at = now
    browser.save(update_fields=["removed_at"])
    return browser


def try_browser(*, actor: Viewer, at: datetime, uid: uuid.UUID) -> Delivery:
    """Ring it once to see whether that works; a test that still waits is tried now. Raises Endpoint.DoesNotExist.

    `at` is the machines' time.
    """
    browser = _own(actor).select_for_update().get(uid=uid)
    tests = Delivery.objects.filter(endpoint=browser, purpose=Purpose.TEST)
    waiting = tests.filter(state__in=OPEN).exclude(state=DeliveryState.SENDING).first()
    if waiting is None:
        return queue_test(browser, at)
    waiting.next_attempt_at = at
    waiting.save(update_fields=["next_attempt_at"])
    ring_after_commit(current_app.tasks[DELIVER], actor.committee_id)
    return waiting


def _own(actor: Viewer) -> EndpointQuerySet:
    may_keep_an_inbox(actor).require()
    return Endpoint.objects.visible_to(actor).there().filter(kind=EndpointKind.PUSH, seat=actor.seat_id)
