"""Assessments, payments and the bank's statements."""

from django.urls import URLPattern

pages: list[URLPattern] = []
api: list[URLPattern] = []
