"""The inbox: what a seat was told, and the bell of every page."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.kernel import clock
from apps.kernel.keyset import address_of, count_words
from apps.notices import selectors, services
from apps.notices.forms import InboxForm
from apps.notices.models import Notice
from apps.notices.views.tabs import back_to_inbox, tabs


@require_safe
def inbox(request: Any, slug: str) -> HttpResponse:
    """The seat's notices, newest first; which part of them stands in the address."""
    form = InboxForm(request.GET)
    show, kind = form.asked()
    page = selectors.inbox(request.viewer, show, kind=kind, cursor=request.GET.get("page", ""))
    unread = selectors.unread_label(request.viewer)
    context = {
        "form": InboxForm({"show": show.value, "kind": kind}),
        "lines": selectors.lines(page.rows, request.viewer, slug),
        "show": show.value,
        "kind": kind,
        "clear": f"{reverse('notices:inbox', args=[slug])}?show={show.value}" if kind else "",
        "tabs": tabs(request.GET, show, unread),
        "unread": unread,
        "count": count_words(selectors.inbox_rows(request.viewer, show, kind=kind)),
        "newer": address_of(request.GET, page.previous),
        "older": address_of(request.GET, page.next),
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
def change(request: Any, slug: str) -> HttpResponse:
    """Do one thing to the ticked notices: mark them read or unread, put them away, bring them back."""
    try:
        uids = [uuid.UUID(value) for value in request.POST.getlist("notice")]
    except ValueError as error:
        raise Http404 from error
    if not uids:
        messages.info(request, _("Tick the notices first."))
        return back_to_inbox(request, slug)
    actor, now, verb = request.viewer, clock.now(), request.POST.get("do")
    if verb == "read":
        services.mark_read(actor=actor, now=now, uids=uids)
    elif verb == "unread":
        services.mark_unread(actor=actor, uids=uids)
    elif verb == "archive":
        count = services.archive(actor=actor, now=now, uids=uids)
        said = ngettext("%(count)d notice put away.", "%(count)d notices put away.", count)
        messages.success(request, said % {"count": count})
    elif verb == "bring-back":
        count = services.bring_back(actor=actor, uids=uids)
        said = ngettext("%(count)d notice brought back.", "%(count)d notices brought back.", count)
        messages.success(request, said % {"count": count})
    else:
        raise Http404
    return back_to_inbox(request, slug)


@require_POST
def confirm_receipt(request: Any, slug: str, uid: uuid.UUID) -> HttpResponse:
    """Confirm having read one; back to its subject where that is where one came from, else to the inbox."""
    try:
        notice = services.confirm_receipt(actor=request.viewer, now=clock.now(), uid=uid)
    except Notice.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("Confirmed. It stands in the record."))
    if "from-subject" in request.POST:
        return redirect(selectors.open_notice_address(notice, request.viewer, slug))
    return back_to_inbox(request, slug)


@require_POST
def mark_all_read(request: Any, slug: str) -> HttpResponse:
    """Mark everything read."""
    count = services.mark_all_read(actor=request.viewer, now=clock.now())
    said = ngettext("%(count)d notice marked as read.", "%(count)d notices marked as read.", count)
    messages.success(request, said % {"count": count})
    return back_to_inbox(request, slug)


@require_safe
def unread(request: Any, slug: str) -> HttpResponse:
    """The bell of every page, polled: 204 while it shows what it should."""
    label = selectors.unread_label(request.viewer)
    # In a query string a plus sign stands for a space.
    if request.GET.get("seen", "-").strip(" +") == label.strip("+"):
        return HttpResponse(status=204)
    bell = {
        "unread": label,
        "inbox_url": reverse("notices:inbox", args=[slug]),
        "unread_url": reverse("notices:unread", args=[slug]),
    }
    return render(request, "partials/unread.html", {"shell": bell})
