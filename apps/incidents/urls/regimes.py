"""Regimes, and which of them reach a lab."""

from django.urls import URLPattern, path

from apps.incidents.views import regimes

# /c/<slug>/
pages: list[URLPattern] = [
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
]
