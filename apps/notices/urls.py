"""Addresses: `pages` under /c/<slug>/, `api` under /api/v1/committees/<slug>/, `root` at the site's root."""

from django.urls import URLPattern, path

from apps.notices import api as faces
from apps.notices import views
from apps.notices.api.events import EventList
from apps.notices.views import browsers, endpoint_log, endpoints

pages: list[URLPattern] = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/change/", views.change, name="change"),
    path("inbox/read-all/", views.mark_all_read, name="mark_all_read"),
    path("inbox/unread/", views.unread, name="unread"),
    path("inbox/settings/", views.settings, name="settings"),
    path("inbox/browsers/", browsers.ring_browser, name="ring_browser"),
    path("inbox/browsers/<uuid:uid>/remove/", browsers.remove_browser, name="remove_browser"),
    path("inbox/browsers/<uuid:uid>/test/", browsers.try_browser, name="try_browser"),
    path("inbox/<uuid:uid>/open/", views.open_notice, name="open"),
    path("inbox/<uuid:uid>/receipt/", views.confirm_receipt, name="receipt"),
    path("endpoints/", endpoints.index, name="endpoints"),
    path("endpoints/webhook/", endpoints.add_webhook, name="add_webhook"),
    path("endpoints/pager/", endpoints.add_pager, name="add_pager"),
    path("endpoints/<uuid:uid>/", endpoint_log.endpoint, name="endpoint"),
    path("endpoints/<uuid:uid>/secret/", endpoints.rotate, name="rotate_endpoint"),
    path("endpoints/<uuid:uid>/test/", endpoint_log.send_test, name="test_endpoint"),
    path("endpoints/<uuid:uid>/pause/", endpoints.pause, name="pause_endpoint"),
    path("endpoints/<uuid:uid>/resume/", endpoints.resume, name="resume_endpoint"),
    path("endpoints/<uuid:uid>/remove/", endpoints.remove, name="remove_endpoint"),
    path("endpoints/<uuid:uid>/again/", endpoint_log.replay, name="replay_endpoint"),
    path("endpoints/<uuid:uid>/<uuid:delivery>/again/", endpoint_log.send_again, name="send_again"),
    path("deliveries/", views.deliveries, name="deliveries"),
    path("deliveries/try-again/", views.try_all_again, name="try_all_again"),
    path("deliveries/<uuid:uid>/try-again/", views.try_again, name="try_again"),
]
api: list[URLPattern] = [
    path("events/", EventList.as_view(), name="events"),
    path("notices/", faces.NoticeList.as_view(), name="notices"),
    path("notices/<uuid:uid>/read/", faces.NoticeRead.as_view(), name="read"),
    path("notices/<uuid:uid>/archive/", faces.NoticeArchive.as_view(), name="archive"),
    path("notices/<uuid:uid>/receipt/", faces.NoticeReceipt.as_view(), name="receipt"),
]
root: list[URLPattern] = [
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
api_root: list[URLPattern] = []
push: list[URLPattern] = [
    path("push-worker.js", browsers.push_worker, name="worker"),
    path("portal.webmanifest", browsers.web_app, name="web_app"),
]
