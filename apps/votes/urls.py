"""Addresses: `pages` under /c/<slug>/, `api` under /api/v1/committees/<slug>/."""

from django.urls import URLPattern, path

from apps.votes import api as machines
from apps.votes.views import (
    ballot,
    brief,
    drafting,
    listing,
    motion,
    participation,
    presiding,
    proxies,
    recusals,
    result,
    standing,
    weights,
)

# /c/<slug>/motions/
pages: list[URLPattern] = [
    path("motions/", listing.listing, name="listing"),
    path("motions/export.csv", listing.export, name="export"),
    path("motions/new/", drafting.new, name="new"),
    path("motions/proxies/", proxies.proxies, name="proxies"),
    path("motions/proxies/<uuid:uid>/<str:verb>/", proxies.answer, name="answer_proxy"),
    path("motions/weights/", weights.weights, name="weights"),
    path("motions/participation/", participation.everybody, name="participation"),
    path("motions/participation.csv", participation.export, name="participation_export"),
    path("motions/participation/<slug:key>/", participation.member, name="member"),
    path("motions/<str:ref>/", motion.detail, name="detail"),
    path("motions/<str:ref>/draft/", drafting.edit, name="edit"),
    path("motions/<str:ref>/draft/save/", drafting.autosave, name="autosave"),
    path("motions/<str:ref>/draft/papers/", drafting.papers, name="papers"),
    path("motions/<str:ref>/draft/check/", drafting.check, name="check"),
    path("motions/<str:ref>/draft/discard/", drafting.throw_away, name="discard"),
    path("motions/<str:ref>/texts/", motion.texts, name="texts"),
    path("motions/<str:ref>/second/", motion.second, name="second"),
    path("motions/<str:ref>/statements/", motion.state, name="state"),
    path("motions/<str:ref>/papers/", motion.add_papers, name="add_papers"),
    path("motions/<str:ref>/amend/", motion.amend, name="amend"),
    path("motions/<str:ref>/withdraw/", motion.withdraw, name="withdraw"),
    path("motions/<str:ref>/recusals/", recusals.declare, name="declare_recusal"),
    path("motions/<str:ref>/recusals/<slug:organisation>/contest/", recusals.contest, name="contest_recusal"),
    path("motions/<str:ref>/recusals/<slug:organisation>/decide/", recusals.decide, name="decide_recusal"),
    path("motions/<str:ref>/open/", presiding.open_voting, name="open"),
    path("motions/<str:ref>/close/", presiding.close, name="close"),
    path("motions/<str:ref>/certify/", presiding.certify, name="certify"),
    path("motions/<str:ref>/review/", presiding.review, name="review"),
    path("motions/<str:ref>/brief/", brief.brief, name="brief"),
    path("motions/<str:ref>/ballot/", ballot.ballot, name="ballot"),
    path("motions/<str:ref>/receipts/<str:voter>/<int:number>/", ballot.receipt, name="receipt"),
    path("motions/<str:ref>/receipts/<str:voter>/<int:number>.json", ballot.receipt_file, name="receipt_file"),
    path("motions/<str:ref>/standing/", standing.live, name="standing"),
    path("motions/<str:ref>/roll/", result.roll, name="roll"),
    path("motions/<str:ref>/roll.csv", result.roll_csv, name="roll_csv"),
    path("motions/<str:ref>/minutes/", result.minutes, name="minutes"),
    path("motions/<str:ref>/minutes.pdf", result.minutes_pdf, name="minutes_pdf"),
    path("motions/<str:ref>/minutes.csv", result.minutes_csv, name="minutes_csv"),
    path("motions/<str:ref>/dossier.json", result.dossier, name="dossier"),
]

# /api/v1/committees/<slug>/motions/
api: list[URLPattern] = [
    path("motions/", machines.MotionList.as_view(), name="list"),
    path("motions/<str:ref>/", machines.MotionDetail.as_view(), name="detail"),
    path("motions/<str:ref>/propose/", machines.Propose.as_view(), name="propose"),
    path("motions/<str:ref>/second/", machines.Second.as_view(), name="second"),
    path("motions/<str:ref>/statements/", machines.Statements.as_view(), name="statements"),
    path("motions/<str:ref>/withdraw/", machines.Withdraw.as_view(), name="withdraw"),
    path("motions/<str:ref>/open/", machines.Open.as_view(), name="open"),
    path("motions/<str:ref>/certify/", machines.Certify.as_view(), name="certify"),
    path("motions/<str:ref>/ballots/", machines.Ballots.as_view(), name="ballots"),
    path("motions/<str:ref>/tally/", machines.Tally.as_view(), name="tally"),
    path("motions/<str:ref>/roll/", machines.Roll.as_view(), name="roll"),
    path("motions/<str:ref>/dossier/", machines.Dossier.as_view(), name="dossier"),
]
