"""Addresses: `pages` under /c/<slug>/, `api` under /api/v1/committees/<slug>/."""

from django.urls import URLPattern

from apps.incidents.urls import alerts, duties, figures, protected, regimes, reports, sharing, working

# The report's own addresses begin with its reference, where the others have a word: they are looked at last.
PARTS = (figures, regimes, duties, alerts, protected, sharing, working, reports)
pages: list[URLPattern] = [one for part in PARTS for one in part.pages]
api: list[URLPattern] = [one for part in (duties, alerts, reports) for one in part.api]
