"""Addresses: `pages` under /c/<slug>/, `api` under /api/v1/committees/<slug>/, `root` at the site's root."""

from django.urls import URLPattern

pages: list[URLPattern] = []
api: list[URLPattern] = []
root: list[URLPattern] = []
api_root: list[URLPattern] = []
