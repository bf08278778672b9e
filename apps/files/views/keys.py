"""The public keys to which evidence can be sealed: everybody's list, and one's own to change."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.files.forms.keys import KeyForm
from apps.files.rules import may_keep_keys
from apps.files.selectors import current_keys, retired_keys_of
from apps.files.services.keys import register_key, retire_key
from apps.kernel import clock
from apps.kernel.forms_ui import attempt


@require_safe
def reading_keys(request: Any, slug: str) -> HttpResponse:
    """All current keys, and the former ones of the viewer's organisation."""
    viewer = request.viewer
    keys = list(current_keys(clock.now()))
    context = {
        "keys": [(key, _may_retire(viewer, key)) for key in keys],
        "retired": retired_keys_of(viewer.organisation_id),
        "may_register": may_keep_keys(viewer),
    }
    return render(request, "files/reading_keys.html", context)


def _may_retire(viewer: Any, key: Any) -> bool:
    return bool(may_keep_keys(viewer, organisation_id=key.organisation_id, seat_id=key.seat_id))


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: Any, slug: str) -> HttpResponse:
    """Register a key; the one before is retired."""
    may_keep_keys(request.viewer).require()
    form = KeyForm(request.POST or None)
    if request.method == "POST":
        key = attempt(form, register_key, actor=request.viewer, now=clock.now())
        if key is not None:
            messages.success(request, _("The key is registered. Your colleagues have been told."))
            return redirect("files:reading_keys", slug)
    return render(request, "files/reading_key_new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def retire(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Seal nothing more to a key."""
    retire_key(actor=request.viewer, now=clock.now(), uid=uid)
    messages.success(request, _("The key is retired. Nothing more is sealed to it."))
    return redirect("files:reading_keys", slug)
