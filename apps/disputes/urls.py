"""Addresses: `pages` under /c/<slug>/, `api` under /api/v1/committees/<slug>/."""

from django.urls import URLPattern, path

from apps.disputes.api import cases as machines
from apps.disputes.api import docket
from apps.disputes.views import (
    agreeing,
    board,
    case,
    companions,
    drafting,
    joining,
    panel,
    papers,
    remedies,
    requests,
    roster,
    rulings,
    whole,
)
from apps.kernel.exports import CSV, XLSX

# /c/<slug>/disputes/
pages: list[URLPattern] = [
    path("disputes/", board.board, name="board"),
    path("disputes/new/", drafting.new, name="new"),
    path("disputes/rulings/", rulings.rulings, name="rulings"),
    path("disputes/rulings/export.csv", rulings.export, {"kind": CSV}, name="rulings_csv"),
    path("disputes/rulings/export.xlsx", rulings.export, {"kind": XLSX}, name="rulings_xlsx"),
    path("disputes/roster/", roster.roster, name="roster"),
    path("disputes/roster/<uuid:seat>/disclose/", roster.disclose, name="disclose"),
    path(
        "disputes/roster/<uuid:seat>/disclosures/<uuid:disclosure>/end/", roster.end_disclosure, name="end_disclosure"
    ),
    path("disputes/<str:ref>/draft/", drafting.edit, name="edit"),
    path("disputes/<str:ref>/draft/save/", drafting.autosave, name="autosave"),
    path("disputes/<str:ref>/draft/check/", drafting.check, name="check"),
    path("disputes/<str:ref>/draft/file/", drafting.file, name="file"),
    path("disputes/<str:ref>/draft/discard/", drafting.discard, name="discard"),
    path("disputes/<str:ref>/", case.case, name="case"),
    path("disputes/<str:ref>/record.pdf", whole.record_pdf, name="record_pdf"),
    path("disputes/<str:ref>/record.zip", whole.record_zip, name="record_zip"),
    path("disputes/<str:ref>/withdraw/", case.withdraw, name="withdraw"),
    path("disputes/<str:ref>/agent/", case.agent, name="agent"),
    path("disputes/<str:ref>/panel/", panel.panel, name="panel"),
    path("disputes/<str:ref>/panel/strike/", panel.strike, name="strike"),
    path("disputes/<str:ref>/panel/close/", panel.close_list, name="close_list"),
    path("disputes/<str:ref>/panel/value/", panel.name_value, name="name_value"),
    path("disputes/<str:ref>/panel/draw/", panel.draw, name="draw"),
    path("disputes/<str:ref>/panel/draw.json", panel.draw_file, name="draw_file"),
    path("disputes/<str:ref>/panel/<uuid:seat>/leave/", panel.leave, name="leave"),
    path("disputes/<str:ref>/writing/", panel.begin_writing, name="begin_writing"),
    path("disputes/<str:ref>/hearing/want/", panel.want_hearing, name="want_hearing"),
    path("disputes/<str:ref>/hearing/call/", panel.call_hearing, name="call_hearing"),
    path("disputes/<str:ref>/hearing/off/", panel.call_off, name="call_off"),
    path("disputes/<str:ref>/hearing.ics", panel.hearing_file, name="hearing_file"),
    path("disputes/<str:ref>/content/", panel.content, name="content"),
    path("disputes/<str:ref>/joining/ask/", joining.ask, name="ask_to_join"),
    path("disputes/<str:ref>/joining/leave/", joining.leave, name="leave_case"),
    path("disputes/<str:ref>/joining/<uuid:joinder>/back/", joining.take_back, name="take_back_joinder"),
    path("disputes/<str:ref>/joining/<uuid:joinder>/let/", joining.let_join, name="let_join"),
    path("disputes/<str:ref>/joining/<uuid:joinder>/refuse/", joining.keep_out, name="keep_out"),
    path("disputes/<str:ref>/together/<uuid:pair>/ask/", companions.ask_together, name="ask_together"),
    path("disputes/<str:ref>/together/<uuid:pair>/let/", companions.put_together, name="put_together"),
    path("disputes/<str:ref>/together/<uuid:pair>/refuse/", companions.keep_apart, name="keep_apart"),
    path("disputes/<str:ref>/requests/<uuid:asked>/grant/", requests.grant, name="grant_request"),
    path("disputes/<str:ref>/requests/<uuid:asked>/refuse/", requests.refuse, name="refuse_request"),
    path("disputes/<str:ref>/requests/<uuid:asked>/back/", requests.take_back, name="take_back_request"),
    path("disputes/<str:ref>/papers/<str:name>/strike/", papers.strike_paper, name="strike_paper"),
    path("disputes/<str:ref>/papers/<str:name>/restore/", papers.restore_paper, name="restore_paper"),
    path("disputes/<str:ref>/remedies/<uuid:remedy>/order/", remedies.order, name="order_remedy"),
    path("disputes/<str:ref>/remedies/<uuid:remedy>/refuse/", remedies.refuse, name="refuse_remedy"),
    path("disputes/<str:ref>/remedies/<uuid:remedy>/review/", remedies.review, name="review_remedy"),
    path("disputes/<str:ref>/agreeing/", agreeing.agreeing_page, name="agreeing"),
    path("disputes/<str:ref>/agreeing/propose/", agreeing.propose, name="propose"),
    path("disputes/<str:ref>/agreeing/<uuid:proposal>/agree/", agreeing.agree, name="agree"),
    path("disputes/<str:ref>/agreeing/<uuid:proposal>/refuse/", agreeing.refuse, name="refuse"),
    path("disputes/<str:ref>/agreeing/<uuid:proposal>/withdraw/", agreeing.withdraw, name="withdraw_proposal"),
    path("disputes/<str:ref>/papers/new/", papers.new_paper, name="new_paper"),
    path("disputes/<str:ref>/papers/<str:name>/", papers.paper, name="paper"),
    path("disputes/<str:ref>/papers/<str:name>/open/", papers.open_paper, name="open"),
    path("disputes/<str:ref>/papers/<str:name>/draft/", papers.edit_paper, name="edit_paper"),
    path("disputes/<str:ref>/papers/<str:name>/draft/save/", papers.save_paper, name="save_paper"),
    path("disputes/<str:ref>/papers/<str:name>/draft/discard/", papers.discard_paper, name="discard_paper"),
]

# /api/v1/committees/<slug>/
api: list[URLPattern] = [
    path("disputes/", machines.CaseList.as_view(), name="list"),
    path("disputes/<str:ref>/", machines.CaseDetail.as_view(), name="detail"),
    path("disputes/<str:ref>/filings/", docket.Filings.as_view(), name="filings"),
    path("disputes/<str:ref>/docket/", docket.Docket.as_view(), name="docket"),
    path("disputes/<str:ref>/docket/<str:name>/", docket.PaperDetail.as_view(), name="paper"),
    path("disputes/<str:ref>/docket/<str:name>/open/", docket.Open.as_view(), name="open"),
]
