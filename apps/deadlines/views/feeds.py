"""Calendar feeds: the page that makes, shows and revokes their addresses, and what calendar programs read."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.selectors import confirmation_address, confirmed_recently
from apps.committees.selectors import committee_by_slug
from apps.deadlines import ics, selectors, services
from apps.deadlines.forms import FeedForm
from apps.deadlines.rules.feeds import FEEDS, digest_of
from apps.kernel import clock
from apps.kernel.api.throttle import is_too_often
from apps.kernel.decisions import Invalid
from apps.kernel.tenancy.context import tenant

READS_A_MINUTE = 30


def _require_seat(request: Any) -> None:
    if request.viewer.is_operator:
        raise Http404


@require_safe
def feeds(request: Any, slug: str) -> HttpResponse:
    """One's own live addresses."""
    _require_seat(request)
    live = selectors.feeds_of(request.viewer)
    context = {
        "feeds": [(feed, FEEDS[feed.whose].label) for feed in live],
        "may_make": len(live) < len(FEEDS),
    }
    return render(request, "deadlines/feeds.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def make_feed(request: Any, slug: str) -> HttpResponse:
    """Make an address, after proving who one is; it is shown in this one answer only."""
    _require_seat(request)
    if not confirmed_recently(request):
        return redirect(confirmation_address(request, reverse("deadlines:make_feed", args=[slug])))
    taken = [feed.whose for feed in selectors.feeds_of(request.viewer)]
    form = FeedForm(request.POST or None, taken=taken)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_feed(actor=request.viewer, now=clock.now(), whose=form.cleaned_data["whose"])
        except Invalid as invalid:
            form.add_error("whose", invalid.errors["whose"])
        else:
            address = f"{settings.BASE_URL}{reverse('calendars:feed', args=[slug, made.secret])}"
            label = FEEDS[made.feed.whose].label
            return render(request, "deadlines/feed_made.html", {"address": address, "label": label})
    return render(request, "deadlines/make_feed.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def revoke_feed(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """End an address at once."""
    _require_seat(request)
    services.revoke_feed(actor=request.viewer, now=clock.now(), uid=uid)
    messages.success(request, _("The address is revoked. Programs that read it get nothing from now on."))
    return redirect("deadlines:feeds", slug)


@require_safe
def single(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """One deadline as a file to import."""
    shown = selectors.deadline_for(request.viewer, uid, clock.now())
    [event] = selectors.events_of([shown.deadline], shown.now)
    return _calendar(ics.single(slug, event), f"deadline-{uid}.ics")


@require_safe
def feed(request: Any, slug: str, secret: str) -> HttpResponse:
    """What a calendar program reads, without a session: the seat behind the address is asked for anew each time.

    Unknown, revoked and ended addresses answer the same.
    """
    digest, committee = digest_of(secret), committee_by_slug(slug)
    if is_too_often(f"calendar-{digest[:32]}", READS_A_MINUTE):
        return _plain(429)
    if committee is None:
        return _plain(404)
    now = clock.now()
    with tenant(committee.pk):
        reader = selectors.reader_of(digest, now)
        if reader is None:
            return _plain(404)
        services.note_reading(feed=reader.feed, now=now)
        kind = FEEDS[reader.feed.whose]
        name = _("%(committee)s: %(which)s") % {"committee": committee.name, "which": kind.label}
        return _calendar(kind.write(committee, name, reader.viewer, now), f"{reader.feed.whose}.ics")


def _calendar(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _plain(status: int) -> HttpResponse:
    response = HttpResponse(status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response
