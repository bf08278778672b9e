"""Addresses: `pages` under /c/<slug>/."""

from django.urls import URLPattern, path

from apps.disputes.views import board, case, drafting, papers

# /c/<slug>/disputes/
pages: list[URLPattern] = [
    path("disputes/", board.board, name="board"),
    path("disputes/new/", drafting.new, name="new"),
    path("disputes/<str:ref>/draft/", drafting.edit, name="edit"),
    path("disputes/<str:ref>/draft/save/", drafting.autosave, name="autosave"),
    path("disputes/<str:ref>/draft/check/", drafting.check, name="check"),
    path("disputes/<str:ref>/draft/file/", drafting.file, name="file"),
    path("disputes/<str:ref>/draft/discard/", drafting.discard, name="discard"),
    path("disputes/<str:ref>/", case.case, name="case"),
    path("disputes/<str:ref>/withdraw/", case.withdraw, name="withdraw"),
    path("disputes/<str:ref>/agent/", case.agent, name="agent"),
    path("disputes/<str:ref>/papers/new/", papers.new_paper, name="new_paper"),
    path("disputes/<str:ref>/papers/<str:name>/", papers.paper, name="paper"),
    path("disputes/<str:ref>/papers/<str:name>/open/", papers.open_paper, name="open"),
    path("disputes/<str:ref>/papers/<str:name>/draft/", papers.edit_paper, name="edit_paper"),
    path("disputes/<str:ref>/papers/<str:name>/draft/save/", papers.save_paper, name="save_paper"),
    path("disputes/<str:ref>/papers/<str:name>/draft/discard/", papers.discard_paper, name="discard_paper"),
]
