"""Addresses: `pages` under /c/<slug>/, `api` under /api/v1/committees/<slug>/, `root` at the site's root."""

from django.urls import URLPattern, path

from apps.notices import api as faces
from apps.notices import views

pages: list[URLPattern] = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.mark_read, name="mark_read"),
    path("inbox/read-all/", views.mark_all_read, name="mark_all_read"),
    path("inbox/unread/", views.unread, name="unread"),
    path("inbox/settings/", views.settings, name="settings"),
    path("inbox/<uuid:uid>/open/", views.open_notice, name="open"),
    path("deliveries/", views.deliveries, name="deliveries"),
    path("deliveries/try-again/", views.try_all_again, name="try_all_again"),
    path("deliveries/<uuid:uid>/try-again/", views.try_again, name="try_again"),
]
api: list[URLPattern] = [
    path("notices/", faces.NoticeList.as_view(), name="notices"),
    path("notices/<uuid:uid>/read/", faces.NoticeRead.as_view(), name="read"),
]
root: list[URLPattern] = [
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
api_root: list[URLPattern] = []
