"""The list of reports with its files, and the figures."""

from django.urls import URLPattern, path

from apps.incidents.views import history, listing, statistics
from apps.kernel.exports import CSV, JSON, XLSX

# /c/<slug>/
pages: list[URLPattern] = [
    path("incidents/", listing.listing, name="listing"),
    path("incidents/export.csv", listing.export, {"kind": CSV}, name="export"),
    path("incidents/export.xlsx", listing.export, {"kind": XLSX}, name="export_xlsx"),
    path("incidents/export.json", listing.export, {"kind": JSON}, name="export_json"),
    path("incidents/statistics/", statistics.statistics, name="statistics"),
    path("incidents/statistics/figures.csv", statistics.export, {"kind": CSV}, name="statistics_csv"),
    path("incidents/statistics/figures.xlsx", statistics.export, {"kind": XLSX}, name="statistics_xlsx"),
    path("incidents/statistics/figures.json", statistics.export, {"kind": JSON}, name="statistics_json"),
    path("incidents/history/", history.choose, name="history"),
    path("incidents/history/bring-in/", history.bring_in, name="bring_in"),
]
