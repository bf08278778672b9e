"""Addresses: `pages` under /c/<slug>/, `root` at the site's root, `api_root` under /api/v1/."""

from django.urls import URLPattern, path

from apps.desk.views import dashboard, docs, entrance, health, mail, matrix, public, setup, silence, webhooks

pages: list[URLPattern] = [
    path("", dashboard.dashboard, name="dashboard"),
    path("waiting/", dashboard.waiting, name="waiting"),
    path("silent/", silence.silent, name="silent"),
    path("setup/", setup.setup, name="setup"),
    path("setup/preset/", setup.choose_preset, name="setup_preset"),
    path("setup/test-notice/", setup.send_test, name="setup_test"),
    path("setup/close/", setup.close, name="setup_close"),
    path("matrix/", matrix.matrix, name="matrix"),
    path("matrix/export.csv", matrix.matrix_export, name="matrix_export"),
    path("matrix/chase/", matrix.chase, name="chase"),
]
root: list[URLPattern] = [
    path("", entrance.front, name="front"),
    path("public/", public.committees, name="public"),
    path("accessibility/", entrance.accessibility, name="accessibility"),
    path("licence/", entrance.licence, name="licence"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("demo/mail/", mail.mails, name="mails"),
    path("demo/mail/<slug:name>/", mail.mail, name="mail"),
    path("demo/mail/<slug:name>/html/", mail.mail_html, name="mail_html"),
    path("demo/webhooks/", webhooks.webhooks, name="webhooks"),
    path("demo/webhooks/<slug:kind>/", webhooks.receive, name="webhook_in"),
]
api_root: list[URLPattern] = [
    path("schema/", docs.Schema.as_view(), name="schema"),
    path("docs/", docs.docs, name="docs"),
    path("docs/<slug:tag>/", docs.part, name="part"),
]
