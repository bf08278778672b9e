"""Addresses: `root` under /public/<slug>/; nothing here asks who is reading."""

from django.urls import URLPattern, path

from apps.transparency import views

pages: list[URLPattern] = []
api: list[URLPattern] = []
root: list[URLPattern] = [
    path("", views.index, name="index"),
    path("index.json", views.index_json, name="index-json"),
    path("feed.atom", views.feed, name="feed"),
    path("<slug:ref>.json", views.record_json, name="record-json"),
    path("<slug:ref>/", views.record, name="record"),
]
api_root: list[URLPattern] = []
