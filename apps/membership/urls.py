"""Addresses: `pages` under /c/<slug>/, `api` under /api/v1/committees/<slug>/, `root` at the site's root."""

from django.urls import URLPattern, path

from apps.membership import api as machine
from apps.membership.views import (
    amendments,
    charter,
    entrance,
    factors,
    invitations,
    jurisdictions,
    members,
    memberships,
    operators,
    seats,
    tokens,
)

pages: list[URLPattern] = [
    path("members/", members.members, name="members"),
    path("members/new/", members.add_organisation, name="add_organisation"),
    path("members/<slug:key>/", members.organisation, name="organisation"),
    path("members/<slug:key>/service-seats/", seats.add_service_seat, name="add_service_seat"),
    path("members/<slug:key>/membership/<slug:verb>/", memberships.step, name="membership_step"),
    path("members/<slug:key>/notice/", memberships.notice, name="give_notice"),
    path("members/<slug:key>/notice/back/", memberships.take_back, name="take_back_notice"),
    path("members/<slug:key>/compute/", memberships.compute, name="declare_compute"),
    path("members/<slug:key>/ties/", memberships.tie, name="declare_tie"),
    path("ties/<uuid:uid>/end/", memberships.end_tie, name="end_tie"),
    path("jurisdictions/", jurisdictions.jurisdictions, name="jurisdictions"),
    path("jurisdictions/new/", jurisdictions.recognise, name="recognise"),
    path("jurisdictions/<slug:code>/end/", jurisdictions.end, name="end_recognition"),
    path("seats/<uuid:uid>/", seats.seat, name="seat"),
    path("members/<slug:key>/seats/new/", seats.appoint, name="appoint_seat"),
    path("seats/<uuid:uid>/second-factor/", factors.ask, name="ask_factor_reset"),
    path("seats/<uuid:uid>/second-factor/confirm/", factors.confirm, name="confirm_factor_reset"),
    path("seats/<uuid:uid>/second-factor/refuse/", factors.refuse, name="refuse_factor_reset"),
    path("covers/<uuid:uid>/end/", seats.end_cover, name="end_cover"),
    path("seats/<uuid:uid>/cover/", seats.cover, name="cover"),
    path("seats/<uuid:uid>/administrator/", seats.name_administrator, name="name_administrator"),
    path("seats/<uuid:uid>/end/", seats.end_seat, name="end_seat"),
    path("seats/<uuid:uid>/chair/", seats.appoint_chair, name="appoint_chair"),
    path("charter/", charter.charter, name="charter"),
    path("charter/<int:number>/", charter.charter, name="charter_version"),
    path("charter/<int:number>/charter.csv", charter.export_csv, name="charter_csv"),
    path("charter/<int:number>/charter.json", charter.export_json, name="charter_json"),
    path("charter/compare/", charter.compare, name="compare_charter"),
    path("charter/drafts/", amendments.drafts, name="charter_drafts"),
    path("charter/drafts/new/", amendments.new, name="draft_amendment"),
    path("charter/drafts/<uuid:uid>/", amendments.draft, name="charter_draft"),
    path("charter/drafts/<uuid:uid>/adopt/", amendments.adopt, name="adopt_amendment"),
    path("charter/drafts/<uuid:uid>/withdraw/", amendments.withdraw, name="withdraw_amendment"),
    path("operators/", members.operators, name="operators"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/new/", invitations.invite, name="invite"),
    path("invitations/<uuid:uid>/confirm/", invitations.confirm, name="confirm_invitation"),
    path("invitations/<uuid:uid>/withdraw/", invitations.withdraw, name="withdraw_invitation"),
    path("invitations/<uuid:uid>/resend/", invitations.resend, name="resend_invitation"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/new/", tokens.make, name="make_token"),
    path("tokens/<uuid:uid>/revoke/", tokens.revoke, name="revoke_token"),
]
api: list[URLPattern] = [
    path("organisations/", machine.OrganisationsView.as_view(), name="organisations"),
    path("organisations/<slug:key>/", machine.OrganisationView.as_view(), name="organisation"),
    path("seats/", machine.SeatsView.as_view(), name="seats"),
    path("charter/", machine.CharterView.as_view(), name="charter"),
    path("charter/versions/<int:number>/", machine.CharterView.as_view(), name="charter_version"),
]
root: list[URLPattern] = [
    path("seats/", entrance.seats, name="seats"),
    path("switch/<slug:slug>/", entrance.switch_seat, name="switch_seat"),
    path("invitations/<slug:slug>/<str:token>/", entrance.accept_invitation, name="accept_invitation"),
    path("operator/", operators.operator, name="operator"),
    path("operator/<slug:slug>/open/", operators.open_session, name="open_session"),
    path("operator/<slug:slug>/close/", operators.close_session, name="close_session"),
]
api_root: list[URLPattern] = [
    path("committees/", machine.CommitteesView.as_view(), name="committees"),
]
