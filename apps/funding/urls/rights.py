"""Arrears, proofs of payment and the vote."""

from django.urls import URLPattern

pages: list[URLPattern] = []
api: list[URLPattern] = []
