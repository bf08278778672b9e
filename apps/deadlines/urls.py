"""Addresses: `pages` under /c/<slug>/, `api` under /api/v1/committees/<slug>/, `root` at the site's root."""

from django.urls import URLPattern, path

from apps.deadlines import api as machine
from apps.deadlines import views

pages: list[URLPattern] = [
    path("deadlines/", views.index, name="index"),
    path("deadlines/<uuid:uid>/", views.deadline, name="deadline"),
]
api: list[URLPattern] = [
    path("deadlines/", machine.DeadlineList.as_view(), name="deadlines"),
]
root: list[URLPattern] = []
api_root: list[URLPattern] = []
