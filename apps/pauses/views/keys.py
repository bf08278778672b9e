"""The keys that sign what binds labs: for everybody, without a token."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from apps.committees.models import Committee
from apps.kernel.canonical import instant
from apps.pauses.models import MeasuresKey
from apps.pauses.selectors.signed import measures_keys
from apps.transparency.answers import absolute, document, page, public


def _row(key: MeasuresKey) -> dict[str, Any]:
    return {
        "keyid": key.key_id,
        "public_key": key.public_key,
        "from": instant(key.starts_at),
        "retired": instant(key.retired_at),
    }


def _document(committee: Committee, keys: list[MeasuresKey]) -> HttpResponse:
    about = _("Ed25519 keys, base64. Pin them: compare the key with another member's copy, then keep it yourself.")
    return document(committee, {"about": about, "keys": [_row(key) for key in keys]})


@public
def keys(request: HttpRequest, committee: Committee) -> HttpResponse:
    """Every key, newest first: JSON for programs, a page for browsers."""
    rows = measures_keys()
    if request.get_preferred_type(["application/json", "text/html"]) == "text/html":
        context = {"keys": rows, "address": absolute(reverse("public-pauses:keys-json", args=[committee.slug]))}
        response = page(request, "pauses/keys.html", committee, context)
    else:
        response = _document(committee, rows)
    patch_vary_headers(response, ["Accept"])
    return response


@public
def keys_json(request: HttpRequest, committee: Committee) -> HttpResponse:
    """The same, always for programs."""
    return _document(committee, measures_keys())
