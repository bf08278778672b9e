"""The inbox: what a seat was told, and the bell of every page."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.kernel import clock
from apps.notices import selectors, services


def _back_to_inbox(request: HttpRequest, slug: str) -> HttpResponse:
    address = reverse("notices:inbox", args=[slug])
    return redirect(f"{address}?unread=1" if request.POST.get("unread") else address)


@require_safe
def inbox(request: Any, slug: str) -> HttpResponse:
    """The seat's notices, newest first."""
    unread_only = request.GET.get("unread") == "1"
    page = selectors.inbox(
        request.viewer,
        unread_only=unread_only,
        before=request.GET.get("before", ""),
        after=request.GET.get("after", ""),
    )
    query = "?unread=1&" if unread_only else "?"
    context = {
        "lines": selectors.lines(page.notices, request.viewer, slug),
        "unread_only": unread_only,
        "unread": selectors.unread_label(request.viewer),
        "newer": f"{query}after={page.newer}" if page.newer else "",
        "older": f"{query}before={page.older}" if page.older else "",
        "now": clock.now(),
        "is_clerk": request.viewer.is_clerk,
    }
    return render(request, "notices/inbox.html", context)


@require_http_methods(["GET", "POST"])
def open_notice(request: Any, slug: str, uid: uuid.UUID) -> HttpResponse:
    """Mark one read and go to what it is about; mails link here."""
    notice = selectors.notice_for(request.viewer, uid)
    if notice is None:
        raise Http404
    services.mark_read(actor=request.viewer, now=clock.now(), uids=[uid])
    address = selectors.open_notice_address(notice, request.viewer, slug)
    if not address:
        messages.info(request, _("What that notice was about is no longer open to you."))
        return redirect("notices:inbox", slug)
    return redirect(address)


@require_POST
def mark_read(request: Any, slug: str) -> HttpResponse:
    """Mark the ticked notices read."""
    try:
        uids = [uuid.UUID(value) for value in request.POST.getlist("notice")]
    except ValueError as error:
        raise Http404 from error
    if not uids:
        messages.info(request, _("Tick the notices that you want to mark as read."))
    services.mark_read(actor=request.viewer, now=clock.now(), uids=uids)
    return _back_to_inbox(request, slug)


@require_POST
def mark_all_read(request: Any, slug: str) -> HttpResponse:
    """Mark everything read."""
    count = services.mark_all_read(actor=request.viewer, now=clock.now())
    said = ngettext("%(count)d notice marked as read.", "%(count)d notices marked as read.", count)
    messages.success(request, said % {"count": count})
    return _back_to_inbox(request, slug)


@require_safe
def unread(request: Any, slug: str) -> HttpResponse:
    """The bell of every page, polled: 204 while it shows what it should."""
    label = selectors.unread_label(request.viewer)
    # In a query string a plus sign stands for a space.
    if request.GET.get("seen", request.GET.get("have", "-")).strip(" +") == label.strip("+"):
        return HttpResponse(status=204)
    bell = {
        "unread": label,
        "inbox_url": reverse("notices:inbox", args=[slug]),
        "unread_url": reverse("notices:unread", args=[slug]),
    }
    return render(request, "partials/unread.html", {"shell": bell})
