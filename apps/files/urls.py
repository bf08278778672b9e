"""Addresses: `pages` under /c/<slug>/, `api` under /api/v1/committees/<slug>/, `root` at the site's root."""

from django.urls import URLPattern, path

from apps.files import api as machine
from apps.files import views
from apps.files.views import keys

pages: list[URLPattern] = [
    path("files/<uuid:uid>/", views.download, name="download"),
    path("reading-keys/", keys.reading_keys, name="reading_keys"),
    path("reading-keys/new/", keys.register, name="register_key"),
    path("reading-keys/<uuid:uid>/retire/", keys.retire, name="retire_key"),
]
api: list[URLPattern] = [
    path("files/<uuid:uid>/", machine.FileContent.as_view(), name="content"),
    path("reading-keys/", machine.ReadingKeys.as_view(), name="reading_keys"),
]
root: list[URLPattern] = []
api_root: list[URLPattern] = []
