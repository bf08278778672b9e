"""A report: drafted, filed, corrected, handled, with its evidence."""

from django.urls import URLPattern, path

from apps.incidents.api import reports as machines
from apps.incidents.views import checking, correcting, drafting, evidence, report, urgent
from apps.kernel.exports import CSV, XLSX

# /c/<slug>/
pages: list[URLPattern] = [
    path("incidents/new/", drafting.start, name="start"),
    path("incidents/urgent/", urgent.urgent, name="urgent"),
    path("incidents/<str:ref>/", report.detail, name="detail"),
    path("incidents/<str:ref>/draft/evidence/", drafting.evidence, name="evidence"),
    path("incidents/<str:ref>/draft/check/", checking.check, name="check"),
    path("incidents/<str:ref>/draft/discard/", drafting.discard, name="discard"),
    path("incidents/<str:ref>/draft/same/<str:into>/", drafting.join, name="join"),
    path("incidents/<str:ref>/draft/<str:step>/", drafting.step, name="step"),
    path("incidents/<str:ref>/draft/<str:step>/save/", drafting.autosave, name="autosave"),
    path("incidents/<str:ref>/correct/", correcting.correct, name="correct"),
    path("incidents/<str:ref>/correct/<str:step>/", correcting.correct_step, name="correct_step"),
    path("incidents/<str:ref>/filed/", checking.filed, name="filed"),
    path("incidents/<str:ref>/acknowledge/", report.acknowledge, name="acknowledge"),
    path("incidents/<str:ref>/assess/", report.assess, name="assess"),
    path("incidents/<str:ref>/close/", report.close, name="close"),
    path("incidents/<str:ref>/withdraw/", report.withdraw, name="withdraw"),
    path("incidents/<str:ref>/publish/", report.publish, name="publish"),
    path("incidents/<str:ref>/updates/", report.update, name="update"),
    path("incidents/<str:ref>/evidence/", report.evidence, name="add_evidence"),
    path("incidents/<str:ref>/downloads/", evidence.downloads, name="downloads"),
    path("incidents/<str:ref>/downloads/downloads.csv", evidence.export, {"kind": CSV}, name="downloads_csv"),
    path("incidents/<str:ref>/downloads/downloads.xlsx", evidence.export, {"kind": XLSX}, name="downloads_xlsx"),
]

# /api/v1/committees/<slug>/
api: list[URLPattern] = [
    path("incidents/", machines.IncidentList.as_view(), name="list"),
    path("incidents/by-reference/<path:own_reference>/", machines.ByReference.as_view(), name="by-reference"),
    path("incidents/<str:ref>/", machines.IncidentDetail.as_view(), name="detail"),
    path("incidents/<str:ref>/acknowledge/", machines.Acknowledge.as_view(), name="acknowledge"),
    path("incidents/<str:ref>/updates/", machines.Updates.as_view(), name="updates"),
    path("incidents/<str:ref>/evidence/", machines.Evidence.as_view(), name="evidence"),
]
