"""Addresses: `pages` under /c/<slug>/, `api` under /api/v1/committees/<slug>/, `root` under /public/<slug>/."""

from django.urls import URLPattern

# /c/<slug>/pauses/
pages: list[URLPattern] = []

# /api/v1/committees/<slug>/pauses/
api: list[URLPattern] = []

# /public/<slug>/
root: list[URLPattern] = []
