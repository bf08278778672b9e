"""Arrears, proofs of payment and the vote."""

from django.urls import URLPattern, path

from apps.funding.api.rights import Arrears
from apps.funding.views import rights
from apps.kernel.exports import XLSX

# /c/<slug>/
pages: list[URLPattern] = [
    path("funding/arrears/", rights.listing, name="arrears"),
    path("funding/arrears.csv", rights.export, name="arrears_export"),
    path("funding/arrears.xlsx", rights.export, {"kind": XLSX}, name="arrears_xlsx"),
    path("funding/arrears/prove/", rights.prove, name="prove"),
    path("funding/arrears/proofs/<uuid:uid>/", rights.proof, name="proof"),
    path("funding/arrears/proofs/<uuid:uid>/reject/", rights.reject, name="reject_proof"),
    path("funding/arrears/<str:ref>/", rights.case, name="arrears_case"),
]

# /api/v1/committees/<slug>/
api: list[URLPattern] = [
    path("funding/arrears/", Arrears.as_view(), name="arrears"),
]
