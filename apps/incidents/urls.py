"""Addresses: `pages` under /c/<slug>/, `api` under /api/v1/committees/<slug>/."""

from django.urls import URLPattern, path

from apps.incidents.api import packages
from apps.incidents.api import reports as machines
from apps.incidents.views import (
    checking,
    correcting,
    desk,
    drafting,
    duties,
    history,
    listing,
    papers,
    regimes,
    report,
    urgent,
)
from apps.incidents.views import evidence as evidence_views
from apps.kernel.exports import CSV, XLSX

VERSION = "incidents/<str:ref>/duties/<str:key>/versions/<int:number>/"

# /c/<slug>/incidents/
pages: list[URLPattern] = [
    path("incidents/", listing.listing, name="listing"),
    path("incidents/export.csv", listing.export, name="export"),
    path("incidents/new/", drafting.start, name="start"),
    path("incidents/urgent/", urgent.urgent, name="urgent"),
    path("incidents/history/", history.choose, name="history"),
    path("incidents/history/bring-in/", history.bring_in, name="bring_in"),
    path("incidents/reach/", regimes.reach, name="reach"),
    path("incidents/regimes/", regimes.listing, name="regimes"),
    path("incidents/regimes/new/", regimes.new, name="regime_new"),
    path("incidents/regimes/<slug:key>/", regimes.regime, name="regime"),
    path("incidents/regimes/<slug:key>/propose/", regimes.propose, name="regime_propose"),
    path("incidents/regimes/<slug:key>/desk/", regimes.desk, name="regime_desk"),
    path("incidents/regimes/<slug:key>/<int:number>/file/", regimes.file, name="regime_file"),
    path("incidents/regimes/<slug:key>/<int:number>/adopt/", regimes.adopt, name="regime_adopt"),
    path("incidents/regimes/<slug:key>/<int:number>/refuse/", regimes.refuse, name="regime_refuse"),
    path("incidents/regimes/<slug:key>/<int:number>/withdraw/", regimes.withdraw, name="regime_withdraw"),
    path("incidents/desk/", desk.desk, name="desk"),
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
    path("incidents/<str:ref>/downloads/", evidence_views.downloads, name="downloads"),
    path("incidents/<str:ref>/downloads/downloads.csv", evidence_views.export, {"kind": CSV}, name="downloads_csv"),
    path("incidents/<str:ref>/downloads/downloads.xlsx", evidence_views.export, {"kind": XLSX}, name="downloads_xlsx"),
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

# /api/v1/committees/<slug>/incidents/
api: list[URLPattern] = [
    path("incidents/", machines.IncidentList.as_view(), name="list"),
    path("incidents/by-reference/<path:own_reference>/", machines.ByReference.as_view(), name="by-reference"),
    path("incidents/<str:ref>/", machines.IncidentDetail.as_view(), name="detail"),
    path("incidents/<str:ref>/acknowledge/", machines.Acknowledge.as_view(), name="acknowledge"),
    path("incidents/<str:ref>/updates/", machines.Updates.as_view(), name="updates"),
    path("incidents/<str:ref>/evidence/", machines.Evidence.as_view(), name="evidence"),
    path("incidents/<str:ref>/duties/", packages.Duties.as_view(), name="duties"),
    path("incidents/<str:ref>/packages/<str:key>/", packages.PackageDetail.as_view(), name="package"),
]
