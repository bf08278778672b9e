"""Alerts to labs, and threads of parties."""

from django.urls import URLPattern, path

from apps.incidents.api import alerts as machines
from apps.incidents.views import alerts, threads

# /c/<slug>/
pages: list[URLPattern] = [
    path("incidents/alerts/", alerts.listing, name="alerts"),
    path("incidents/alerts/export.csv", alerts.export, name="alerts_export"),
    path("incidents/alerts/<str:ref>/", alerts.alert, name="alert"),
    path("incidents/alerts/<str:ref>/board.csv", alerts.board, name="alert_board"),
    path("incidents/alerts/<str:ref>/acknowledge/", alerts.acknowledge, name="alert_acknowledge"),
    path("incidents/alerts/<str:ref>/answer/", alerts.answer, name="alert_answer"),
    path("incidents/alerts/<str:ref>/updates/", alerts.update, name="alert_update"),
    path("incidents/alerts/<str:ref>/end/", alerts.end, name="alert_end"),
    path("incidents/threads/", threads.listing, name="threads"),
    path("incidents/threads/<str:ref>/", threads.thread, name="thread"),
    path("incidents/threads/<str:ref>/export.csv", threads.export_csv, name="thread_csv"),
    path("incidents/threads/<str:ref>/export.json", threads.export_json, name="thread_json"),
    path("incidents/threads/<str:ref>/write/", threads.write, name="thread_write"),
    path("incidents/threads/<str:ref>/parties/", threads.ask_party, name="thread_ask_party"),
    path("incidents/threads/<str:ref>/parties/<slug:key>/agree/", threads.agree, name="thread_agree"),
    path("incidents/threads/<str:ref>/parties/<slug:key>/refuse/", threads.refuse, name="thread_refuse"),
    path("incidents/threads/<str:ref>/leave/", threads.leave, name="thread_leave"),
    path("incidents/<str:ref>/alert/", alerts.compose, name="alert_compose"),
    path("incidents/<str:ref>/thread/", threads.open_one, name="thread_open"),
]

# /api/v1/committees/<slug>/
api: list[URLPattern] = [
    path("alerts/", machines.AlertList.as_view(), name="alerts"),
    path("alerts/<str:ref>/", machines.AlertDetail.as_view(), name="alert"),
    path("alerts/<str:ref>/acknowledge/", machines.Acknowledge.as_view(), name="alert-acknowledge"),
    path("alerts/<str:ref>/answer/", machines.Answer.as_view(), name="alert-answer"),
]
