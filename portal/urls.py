"""Every address of the portal, by prefix; each app lists its own in `urls.py`."""

from typing import Any

from django.urls import URLPattern, URLResolver, include, path

from apps.accounts import urls as accounts
from apps.chairs import urls as chairs
from apps.deadlines import urls as deadlines
from apps.desk import urls as desk
from apps.disputes import urls as disputes
from apps.files import urls as files
from apps.funding import urls as funding
from apps.incidents import urls as incidents
from apps.membership import urls as membership
from apps.notices import urls as notices
from apps.pauses import urls as pauses
from apps.transparency import urls as transparency
from apps.votes import urls as votes


def _named(patterns: list[URLPattern], name: str) -> Any:
    return include((patterns, name))


urlpatterns: list[URLPattern | URLResolver] = [
    # /c/<committee>/ : pages of one committee
    path("c/<slug:slug>/", _named(desk.pages, "desk")),
    path("c/<slug:slug>/", _named(incidents.pages, "incidents")),
    path("c/<slug:slug>/", _named(membership.pages, "membership")),
    path("c/<slug:slug>/", _named(chairs.pages, "chairs")),
    path("c/<slug:slug>/", _named(votes.pages, "votes")),
    path("c/<slug:slug>/", _named(funding.pages, "funding")),
    path("c/<slug:slug>/", _named(pauses.pages, "pauses")),
    path("c/<slug:slug>/", _named(disputes.pages, "disputes")),
    path("c/<slug:slug>/", _named(deadlines.pages, "deadlines")),
    path("c/<slug:slug>/", _named(notices.pages, "notices")),
    path("c/<slug:slug>/", _named(files.pages, "files")),
    # /api/v1/committees/<committee>/ : the same for machines
    path("api/v1/committees/<slug:slug>/", _named(incidents.api, "api-incidents")),
    path("api/v1/committees/<slug:slug>/", _named(membership.api, "api-membership")),
    path("api/v1/committees/<slug:slug>/", _named(chairs.api, "api-chairs")),
    path("api/v1/committees/<slug:slug>/", _named(votes.api, "api-votes")),
    path("api/v1/committees/<slug:slug>/", _named(funding.api, "api-funding")),
    path("api/v1/committees/<slug:slug>/", _named(pauses.api, "api-pauses")),
    path("api/v1/committees/<slug:slug>/", _named(disputes.api, "api-disputes")),
    path("api/v1/committees/<slug:slug>/", _named(deadlines.api, "api-deadlines")),
    path("api/v1/committees/<slug:slug>/", _named(notices.api, "api-notices")),
    path("api/v1/committees/<slug:slug>/", _named(files.api, "api-files")),
    # /api/v1/ : what needs no committee
    path("api/v1/", _named(membership.api_root, "api-root")),
    path("api/v1/", _named(desk.api_root, "api-docs")),
    # /public/<committee>/ : published records, no account
    path("public/<slug:slug>/", _named(funding.root, "public-funding")),
    path("public/<slug:slug>/", _named(pauses.root, "public-pauses")),
    path("public/<slug:slug>/", _named(transparency.root, "public")),
    # what calendars and mail programs reach without a session
    path("", _named(notices.root, "unsubscribing")),
    path("", _named(notices.push, "push")),
    path("", _named(deadlines.root, "calendars")),
    # people and sign-in
    path("account/", include("allauth.urls")),
    path("", _named(accounts.root, "accounts")),
    path("", _named(membership.root, "people")),
    path("", _named(desk.root, "home")),
]

handler400 = "apps.desk.errors.bad_request"
handler403 = "apps.desk.errors.forbidden"
handler404 = "apps.desk.errors.not_found"
handler500 = "apps.desk.errors.server_error"
