"""Addresses: `pages` under /c/<slug>/, `api` under /api/v1/committees/<slug>/, `root` at the site's root."""

from django.urls import URLPattern, path

from apps.files import api as machine
from apps.files import views

pages: list[URLPattern] = [path("files/<uuid:uid>/", views.download, name="download")]
api: list[URLPattern] = [path("files/<uuid:uid>/", machine.FileContent.as_view(), name="content")]
root: list[URLPattern] = []
api_root: list[URLPattern] = []
