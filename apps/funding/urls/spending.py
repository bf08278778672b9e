"""Expenditure, refunds and bank details."""

from django.urls import URLPattern

pages: list[URLPattern] = []
api: list[URLPattern] = []
