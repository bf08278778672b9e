"""Addresses: `pages` under /c/<slug>/, `api` under /api/v1/committees/<slug>/, `root` under /public/<slug>/."""

from django.urls import URLPattern

from apps.funding.urls import books, contributions, declarations, public, rights, shares, spending

PARTS = (books, declarations, shares, contributions, spending, rights)
pages: list[URLPattern] = [one for part in PARTS for one in part.pages]
api: list[URLPattern] = [one for part in PARTS for one in part.api]
root: list[URLPattern] = public.root
