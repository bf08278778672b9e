"""Duties to report, packages, and the desk of an authority."""

from django.urls import URLPattern, path

from apps.incidents.api import packages
from apps.incidents.views import desk, duties, papers

VERSION = "incidents/<str:ref>/duties/<str:key>/versions/<int:number>/"

# /c/<slug>/
pages: list[URLPattern] = [
    path("authority/", desk.desk, name="desk"),
    path("incidents/owed/", desk.owed, name="owed"),
    path("incidents/<str:ref>/duties/", duties.duties, name="duties"),
    path("incidents/<str:ref>/duties/<str:key>/", duties.duty, name="duty"),
    path(f"{VERSION}package.json", papers.package_json, name="package_json"),
    path(f"{VERSION}package.pdf", papers.package_pdf, name="package_pdf"),
    path("incidents/<str:ref>/duties/<str:key>/prepare/", duties.prepare, name="prepare_package"),
    path("incidents/<str:ref>/duties/<str:key>/send/", duties.send, name="send_package"),
    path("incidents/<str:ref>/duties/<str:key>/mark-sent/", duties.mark_sent, name="mark_sent"),
    path("incidents/<str:ref>/duties/<str:key>/receive/", duties.receive, name="receive_package"),
    path("incidents/<str:ref>/duties/<str:key>/ask/", duties.ask, name="ask"),
    path("incidents/<str:ref>/duties/<str:key>/questions/<uuid:uid>/answer/", duties.answer, name="answer"),
    path("incidents/<str:ref>/duties/<str:key>/accept/", duties.accept, name="accept_package"),
    path("incidents/<str:ref>/duties/<str:key>/revise/", duties.require_revision, name="require_revision"),
]

# /api/v1/committees/<slug>/
api: list[URLPattern] = [
    path("incidents/<str:ref>/duties/", packages.Duties.as_view(), name="duties"),
    path("incidents/<str:ref>/packages/<str:key>/", packages.PackageDetail.as_view(), name="package"),
]
