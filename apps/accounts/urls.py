"""Addresses: `root` at the site's root."""

from django.urls import URLPattern, path

from apps.accounts import views

root: list[URLPattern] = [
    path("account/profile/", views.profile, name="profile"),
    path("account/second-factor/", views.second_factor_needed, name="second_factor_needed"),
]
