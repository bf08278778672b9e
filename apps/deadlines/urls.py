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
    path("deadlines/<uuid:uid>/live/", views.live, name="live"),
    path("deadlines/<uuid:uid>/take-on/", views.take_on, name="take_on"),
    path("deadlines/<uuid:uid>/hand-over/", views.hand_over, name="hand_over"),
    path("deadlines/<uuid:uid>/pause/", views.pause, name="pause"),
    path("deadlines/<uuid:uid>/resume/", views.resume, name="resume"),
    path("deadlines/<uuid:uid>/extend/", views.extend, name="extend"),
    path("deadlines/<uuid:uid>/waive/", views.waive, name="waive"),
    path("deadlines/<uuid:uid>/chase/", views.chase, name="chase"),
]
api: list[URLPattern] = [
    path("deadlines/", machine.DeadlineList.as_view(), name="deadlines"),
    path("deadlines/<uuid:uid>/", machine.DeadlineDetail.as_view(), name="deadline"),
    path("deadlines/<uuid:uid>/acknowledge/", machine.Acknowledge.as_view(), name="acknowledge"),
    path("deadlines/<uuid:uid>/hand-over/", machine.HandOver.as_view(), name="hand_over"),
    path("deadlines/<uuid:uid>/pause/", machine.Pause.as_view(), name="pause"),
    path("deadlines/<uuid:uid>/resume/", machine.Resume.as_view(), name="resume"),
    path("deadlines/<uuid:uid>/extend/", machine.Extend.as_view(), name="extend"),
    path("deadlines/<uuid:uid>/waive/", machine.Waive.as_view(), name="waive"),
    path(
        "deadlines/<uuid:uid>/page-acknowledgement/",
        machine.PageAcknowledgement.as_view(),
        name="page_acknowledgement",
    ),
]
root: list[URLPattern] = [
    path("calendars/<slug:slug>/<slug:secret>.ics", views.feed, name="feed"),
]
api_root: list[URLPattern] = [
    path("calendars/<slug:slug>/<slug:secret>.ics", views.feed, name="feed"),
]
