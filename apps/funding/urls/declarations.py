"""What labs declare."""

from django.urls import URLPattern, path

from apps.funding.api import declarations as api_of
from apps.funding.views import declarations, declaring, openings
from apps.kernel.exports import XLSX

pages: list[URLPattern] = [
    path("funding/declarations/", declarations.declarations, name="declarations"),
    path("funding/openings/", openings.listing, name="openings"),
    path("funding/openings/<uuid:uid>/", openings.opening, name="opening"),
    path("funding/openings/<uuid:uid>/agree/", openings.agree, name="agree_to_open"),
    path("funding/openings/<uuid:uid>/refuse/", openings.refuse, name="refuse_to_open"),
    path("funding/openings/<uuid:uid>/read/", openings.read, name="read_opened"),
    path("funding/declarations/<slug:period>/", declarations.declarations, name="declarations_of"),
    path("funding/declarations/<slug:period>.csv", declarations.declarations_file, name="declarations_csv"),
    path(
        "funding/declarations/<slug:period>.xlsx",
        declarations.declarations_file,
        {"kind": XLSX},
        name="declarations_xlsx",
    ),
    path("funding/declarations/<slug:period>/<slug:lab>/", declarations.declaration, name="declaration"),
    path("funding/declarations/<slug:period>/<slug:lab>/declare/", declaring.declare, name="declare"),
    path("funding/declarations/<slug:period>/<slug:lab>/estimate/", declaring.estimate, name="estimate"),
    path("funding/declarations/<slug:period>/<slug:lab>/appeal/", declaring.appeal, name="appeal"),
    path("funding/declarations/<slug:period>/<slug:lab>/uphold/", declaring.uphold, name="uphold_appeal"),
    path("funding/declarations/<slug:period>/<slug:lab>/dismiss/", declaring.dismiss, name="dismiss_appeal"),
    path("funding/declarations/<slug:period>/<slug:lab>/open/", openings.ask, name="ask_to_open"),
    path(
        "funding/declarations/<slug:period>/<slug:lab>/<int:version>.json",
        declarations.document,
        name="declaration_document",
    ),
]
api: list[URLPattern] = [
    path("funding/declarations/", api_of.Declarations.as_view(), name="declarations"),
    path("funding/declarations/evidence/", api_of.Evidence.as_view(), name="declaration_evidence"),
]
