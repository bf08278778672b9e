"""Addresses: `root` at the site's root."""

from django.urls import URLPattern

root: list[URLPattern] = []
