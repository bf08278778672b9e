"""The triage queue, and the work at a report."""

from django.urls import URLPattern, path

from apps.incidents.views import judging, triage, working

# /c/<slug>/
pages: list[URLPattern] = [
    path("incidents/triage/", triage.triage, name="triage"),
    path("incidents/triage/<str:ref>/acknowledge/", triage.acknowledge, name="triage_acknowledge"),
    path("incidents/triage/<str:ref>/assign/", triage.assign, name="triage_assign"),
    path("incidents/<str:ref>/actions/add/", working.add_action, name="add_action"),
    path("incidents/<str:ref>/actions/export.csv", working.export_actions, name="export_actions"),
    path("incidents/<str:ref>/actions/<int:number>/", working.action, name="action"),
    path("incidents/<str:ref>/actions/<int:number>/done/", working.do_action, name="do_action"),
    path("incidents/<str:ref>/actions/<int:number>/drop/", working.drop_action, name="drop_action"),
    path("incidents/<str:ref>/work/", judging.work, name="work"),
    path("incidents/<str:ref>/work/assign/", judging.assign, name="assign"),
    path("incidents/<str:ref>/work/take-back/", judging.take_back, name="take_back"),
    path("incidents/<str:ref>/work/severity/", judging.review, name="review_severity"),
    path("incidents/<str:ref>/work/findings/", judging.find, name="add_finding"),
    path("incidents/<str:ref>/work/root-cause/", judging.note_cause, name="note_cause"),
    path("incidents/<str:ref>/work/links/<str:kind>/", judging.link, name="link"),
    path("incidents/<str:ref>/work/links/<uuid:uid>/remove/", judging.unlink, name="unlink"),
]
