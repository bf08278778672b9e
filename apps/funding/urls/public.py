"""What the public reads."""

from django.urls import URLPattern, path

from apps.funding.views import public
from apps.kernel.exports import XLSX

root: list[URLPattern] = [
    path("funding/", public.funding, name="funding"),
    path("funding/<slug:part>.csv", public.funding_file, name="funding-csv"),
    path("funding/<slug:part>.xlsx", public.funding_file, {"kind": XLSX}, name="funding-xlsx"),
    path("funding/<slug:part>.json", public.funding_json, name="funding-json"),
]
