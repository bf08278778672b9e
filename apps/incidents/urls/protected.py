"""Protected reporters."""

from django.urls import URLPattern, path

from apps.incidents.views import protected

# /c/<slug>/
pages: list[URLPattern] = [
    path("incidents/protected/", protected.new, name="protected"),
    path("incidents/letters/", protected.letters, name="letters"),
    path("incidents/letters/<uuid:uid>/", protected.letter, name="letter"),
    path("incidents/letters/<uuid:uid>/add/", protected.letter_add, name="letter_add"),
    path("incidents/identity-requests/", protected.requests, name="identity_requests"),
    path("incidents/identity-requests/<uuid:uid>/", protected.identity_request, name="identity_request"),
    path("incidents/identity-requests/<uuid:uid>/agree/", protected.agree, name="agree_identity"),
    path("incidents/identity-requests/<uuid:uid>/refuse/", protected.refuse, name="refuse_identity"),
    path("incidents/identity-requests/<uuid:uid>/read/", protected.read, name="read_identity"),
    path("incidents/<str:ref>/identity/", protected.ask, name="ask_identity"),
    path("incidents/<str:ref>/identity/read/", protected.open_name, name="open_identity"),
]
