"""Addresses: `pages` under /c/<slug>/, `api` under /api/v1/committees/<slug>/, `root` at the site's root."""

from django.urls import URLPattern, path

from apps.deadlines import api as machine
from apps.deadlines import views

pages: list[URLPattern] = [
    path("deadlines/", views.index, name="index"),
    path("deadlines/export.csv", views.export, name="export"),
    path("deadlines/calendar/", views.month, name="calendar"),
    path("deadlines/feeds/", views.feeds, name="feeds"),
    path("deadlines/feeds/new/", views.make_feed, name="make_feed"),
    path("deadlines/feeds/<uuid:uid>/revoke/", views.revoke_feed, name="revoke_feed"),
    path("deadlines/<uuid:uid>.ics", views.single, name="single"),
    path("deadlines/<uuid:uid>/", views.deadline, name="deadline"),
]
api: list[URLPattern] = [
    path("deadlines/", machine.DeadlineList.as_view(), name="deadlines"),
]
root: list[URLPattern] = [
    path("calendars/<slug:slug>/<slug:secret>.ics", views.feed, name="feed"),
]
api_root: list[URLPattern] = [
    path("calendars/<slug:slug>/<slug:secret>.ics", views.feed, name="feed"),
]
