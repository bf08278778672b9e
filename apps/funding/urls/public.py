"""What the public reads."""

from django.urls import URLPattern, path

from apps.funding.views import public

root: list[URLPattern] = [
    path("funding/", public.funding, name="funding"),
    path("funding/<slug:part>.csv", public.funding_csv, name="funding-csv"),
    path("funding/<slug:part>.json", public.funding_json, name="funding-json"),
]
