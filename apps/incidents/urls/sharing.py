"""Who sees a report, and what the public is told of it."""

from django.urls import URLPattern, path

from apps.incidents.views import public, sharing

# /c/<slug>/
pages: list[URLPattern] = [
    path("incidents/<str:ref>/audience/", sharing.audience, name="audience"),
    path("incidents/<str:ref>/audience/<uuid:uid>/agree/", sharing.agree, name="agree_to_widen"),
    path("incidents/<str:ref>/audience/<uuid:uid>/refuse/", sharing.refuse, name="refuse_to_widen"),
    path("incidents/<str:ref>/audience/<uuid:uid>/take-back/", sharing.take_back, name="take_back_widening"),
    path("incidents/<str:ref>/public/", public.versions, name="public_versions"),
    path("incidents/<str:ref>/public/write/", public.write, name="write_public"),
    path("incidents/<str:ref>/public/<uuid:uid>/agree/", public.agree, name="agree_public"),
    path("incidents/<str:ref>/public/<uuid:uid>/publish/", public.publish, name="publish_public"),
    path("incidents/<str:ref>/public/<uuid:uid>/give-back/", public.give_back, name="give_back_public"),
    path("incidents/<str:ref>/public/<uuid:uid>/withdraw/", public.withdraw, name="withdraw_public"),
    path("incidents/<str:ref>/public/<uuid:uid>/discard/", public.discard, name="discard_public"),
]
