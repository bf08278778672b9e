"""Addresses: `pages` under /c/<slug>/, `api` under /api/v1/committees/<slug>/."""

from django.urls import URLPattern, path

from apps.chairs import api as machine
from apps.chairs.views import verbs, wheel

pages: list[URLPattern] = [
    path("chair/", wheel.index, name="index"),
    path("chair/terms.ics", wheel.calendar, name="calendar"),
    path("chair/draws/<int:number>.json", wheel.draw, name="draw"),
    path("chair/appoint/", verbs.appoint, name="appoint"),
    path("chair/start/", verbs.start, name="start"),
    path("chair/lot/", verbs.value, name="value"),
    path("chair/lot/draw/", verbs.enter, name="enter"),
    path("chair/swaps/new/", verbs.ask_swap, name="ask_swap"),
    path("chair/swaps/<uuid:uid>/agree/", verbs.agree, name="agree"),
    path("chair/swaps/<uuid:uid>/decline/", verbs.decline, name="decline"),
    path("chair/swaps/<uuid:uid>/withdraw/", verbs.withdraw, name="withdraw"),
    path("chair/absence/", verbs.absence, name="absence"),
    path("chair/absence/end/", verbs.back, name="back"),
    path("chair/exclusions/new/", verbs.exclude, name="exclude"),
    path("chair/exclusions/<slug:key>/<int:year>/lift/", verbs.lift, name="lift"),
    path("chair/handover/<int:number>/", verbs.tick, name="tick"),
]
api: list[URLPattern] = [
    path("chairs/terms/", machine.TermsView.as_view(), name="terms"),
    path("chairs/plan/", machine.PlanView.as_view(), name="plan"),
    path("chairs/current/", machine.CurrentView.as_view(), name="current"),
]
