"""Addresses: `pages` under /c/<slug>/, `api` under /api/v1/committees/<slug>/, `root` under /public/<slug>/."""

from django.urls import URLPattern, path

from apps.pauses.api import measures
from apps.pauses.views import keys

# /c/<slug>/pauses/
pages: list[URLPattern] = []

# /api/v1/committees/<slug>/pauses/
api: list[URLPattern] = [
    path("pauses/measures/", measures.SignedDocument.as_view(), name="measures"),
]

# /public/<slug>/
root: list[URLPattern] = [
    path("keys/", keys.keys, name="keys"),
    path("keys.json", keys.keys_json, name="keys-json"),
]
