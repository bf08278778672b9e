"""Addresses: `pages` under /c/<slug>/, `api` under /api/v1/committees/<slug>/, `root` under /public/<slug>/."""

from django.urls import URLPattern, path

from apps.pauses.api import labs, measures, orders
from apps.pauses.views import (
    attesting,
    binding,
    board,
    cases,
    challenges,
    compliance_table,
    conditions,
    custodian,
    drafting,
    joining,
    keys,
    lab,
    order,
    ordering,
    parts,
    permits,
    responses,
)

# /c/<slug>/pauses/
pages: list[URLPattern] = [
    path("pauses/", board.board, name="board"),
    path("pauses/export.csv", board.export, name="export"),
    path("pauses/export.json", board.export_json, name="export_json"),
    path("pauses/new/", drafting.new, name="new"),
    path("pauses/binding/", binding.binding, name="binding"),
    path("pauses/compute/", custodian.compute, name="compute"),
    path("pauses/compute/<slug:lab>/", custodian.declare_compute, name="declare_compute"),
    path("pauses/<str:ref>/draft/check/", ordering.check, name="check"),
    path("pauses/<str:ref>/draft/at-once/", ordering.at_once, name="at_once"),
    path("pauses/<str:ref>/draft/crossing/", ordering.crossing, name="crossing"),
    path("pauses/<str:ref>/draft/discard/", drafting.throw_away, name="discard"),
    path("pauses/<str:ref>/draft/measures/", parts.measures, name="draft_measures"),
    path("pauses/<str:ref>/draft/measures/<int:number>/", parts.measure, name="draft_measure"),
    path("pauses/<str:ref>/draft/measures/<int:number>/drop/", parts.drop_measure, name="drop_measure"),
    path("pauses/<str:ref>/draft/conditions/", parts.conditions, name="draft_conditions"),
    path("pauses/<str:ref>/draft/conditions/<int:number>/", parts.condition, name="draft_condition"),
    path("pauses/<str:ref>/draft/conditions/<int:number>/drop/", parts.drop_condition, name="drop_condition"),
    path("pauses/<str:ref>/draft/<slug:step>/", drafting.step, name="step"),
    path("pauses/<str:ref>/draft/<slug:step>/save/", drafting.autosave, name="autosave"),
    path("pauses/<str:ref>/", order.detail, name="detail"),
    path("pauses/<str:ref>/joining/", joining.live, name="joining"),
    path("pauses/<str:ref>/join/", joining.join, name="join"),
    path("pauses/<str:ref>/leave/", joining.leave, name="leave"),
    path("pauses/<str:ref>/served.pdf", order.served_pdf, name="served_pdf"),
    path("pauses/<str:ref>/served.json", order.served_json, name="served_json"),
    path("pauses/cases/<str:case>/", cases.case, name="case"),
    path("pauses/cases/<str:case>/answer/", cases.answer, name="answer_case"),
    path("pauses/cases/<str:case>/find/", cases.find, name="find_case"),
    path("pauses/cases/<str:case>/clear/", cases.clear, name="clear_case"),
    path("pauses/cases/<str:case>/remedy/", cases.remedy, name="remedy_case"),
    path("pauses/<str:ref>/cases/", cases.cases, name="cases"),
    path("pauses/<str:ref>/compliance.csv", compliance_table.export, name="compliance_export"),
    path("pauses/<str:ref>/<slug:lab>/acknowledge/", attesting.acknowledge, name="acknowledge"),
    path("pauses/<str:ref>/<slug:lab>/attest/", attesting.attest, name="attest"),
    path("pauses/<str:ref>/<slug:lab>/attestations/<int:number>/challenge/", challenges.challenge, name="challenge"),
    path(
        "pauses/<str:ref>/<slug:lab>/challenges/<uuid:uid>/decide/",
        challenges.decide_challenge,
        name="decide_challenge",
    ),
    path("pauses/<str:ref>/permits/", permits.listing, name="permits"),
    path("pauses/<str:ref>/permits.csv", permits.export, name="permits_export"),
    path("pauses/<str:ref>/permits/new/", permits.new, name="request_permit"),
    path("pauses/permits/<str:permit>/", permits.permit, name="permit"),
    path("pauses/permits/<str:permit>/grant/", permits.grant, name="grant_permit"),
    path("pauses/permits/<str:permit>/refuse/", permits.refuse, name="refuse_permit"),
    path("pauses/permits/<str:permit>/revoke/", permits.revoke, name="revoke_permit"),
    path("pauses/permits/<str:permit>/withdraw/", permits.withdraw, name="withdraw_permit"),
    path("pauses/<str:ref>/conditions/", conditions.checklist, name="conditions"),
    path("pauses/<str:ref>/conditions/<int:number>/", conditions.condition, name="condition"),
    path("pauses/<str:ref>/conditions/<int:number>/submit/", conditions.submit, name="submit_evidence"),
    path("pauses/<str:ref>/conditions/<int:number>/verify/", conditions.verify, name="verify_condition"),
    path("pauses/<str:ref>/conditions/<int:number>/return/", conditions.give_back, name="return_condition"),
    path("pauses/<str:ref>/conditions/<int:number>/accept/", conditions.accept, name="accept_condition"),
    path("pauses/<str:ref>/conditions/<int:number>/reopen/", conditions.reopen, name="reopen_condition"),
    path("pauses/<str:ref>/<slug:lab>/responses/", responses.responses, name="responses"),
    path("pauses/<str:ref>/<slug:lab>/responses/file/", responses.respond, name="respond"),
    path("pauses/<str:ref>/<slug:lab>/responses/answer/", responses.answer, name="answer_response"),
    # Stands last: a lab's key would take any other word's place.
    path("pauses/<str:ref>/<slug:lab>/", lab.lab, name="lab"),
]

# /api/v1/committees/<slug>/pauses/
api: list[URLPattern] = [
    path("pauses/", orders.OrderList.as_view(), name="list"),
    path("pauses/measures/", measures.SignedDocument.as_view(), name="measures"),
    path("pauses/<str:ref>/", orders.OrderDetail.as_view(), name="detail"),
    path("pauses/<str:ref>/join/", orders.Join.as_view(), name="join"),
    path("pauses/<str:ref>/leave/", orders.Leave.as_view(), name="leave"),
    path("pauses/<str:ref>/acknowledge/", labs.Acknowledge.as_view(), name="acknowledge"),
    path("pauses/<str:ref>/attestations/", labs.Attestations.as_view(), name="attestations"),
    path("pauses/<str:ref>/evidence/", labs.Evidence.as_view(), name="evidence"),
    path("pauses/<str:ref>/permits/", labs.Permits.as_view(), name="permits"),
]

# /public/<slug>/
root: list[URLPattern] = [
    path("keys/", keys.keys, name="keys"),
    path("keys.json", keys.keys_json, name="keys-json"),
]
