"""Assessments, payments and the bank's statements."""

from django.urls import URLPattern, path

from apps.funding.api import contributions as machines
from apps.funding.views import assessments, bank, bank_entries, lines, payments, reconciling
from apps.kernel.exports import XLSX

# /c/<slug>/
pages: list[URLPattern] = [
    path("funding/contributions/", assessments.index, name="contributions_index"),
    path("funding/contributions/<slug:period>/", assessments.listing, name="contributions"),
    path("funding/contributions/<slug:period>.csv", assessments.export, name="contributions_export"),
    path("funding/contributions/<slug:period>.xlsx", assessments.export, {"kind": XLSX}, name="contributions_xlsx"),
    path("funding/contributions/<slug:period>/issue/", assessments.issue, name="issue"),
    path("funding/contributions/<slug:period>/labs/<slug:lab>/", assessments.member, name="member"),
    path("funding/contributions/<slug:period>/labs/<slug:lab>/adjust/", assessments.adjust, name="adjust"),
    path("funding/assessments/<str:ref>/", assessments.assessment, name="assessment"),
    path("funding/assessments/<str:ref>/letter.pdf", assessments.letter, name="letter"),
    path("funding/payments/", payments.listing, name="payments"),
    path("funding/payments.csv", payments.export, name="payments_export"),
    path("funding/payments.xlsx", payments.export, {"kind": XLSX}, name="payments_xlsx"),
    path("funding/payments/new/", payments.new, name="payment_new"),
    path("funding/payments/<str:ref>/", payments.payment, name="payment"),
    path("funding/payments/<str:ref>/match/", payments.match, name="payment_match"),
    path("funding/payments/<str:ref>/reverse/", payments.reverse, name="payment_reverse"),
    path("funding/bank/", bank.listing, name="bank"),
    path("funding/bank/new/", bank.upload, name="bank_upload"),
    path("funding/bank/lines/", lines.listing, name="bank_lines"),
    path("funding/bank/lines/<uuid:uid>/book/", lines.book, name="bank_line_book"),
    path("funding/bank/lines/<uuid:uid>/join/", lines.join, name="bank_line_join"),
    path("funding/bank/lines/<uuid:uid>/pay/", lines.pay, name="bank_line_pay"),
    path("funding/bank/lines/<uuid:uid>/own/", lines.own, name="bank_line_own"),
    path("funding/bank/lines/<uuid:uid>/aside/", lines.set_aside, name="bank_line_aside"),
    path("funding/bank/lines/<uuid:uid>/take-up/", lines.take_up, name="bank_line_take_up"),
    path("funding/bank/statements/<uuid:uid>/", bank.statement, name="bank_statement"),
    path("funding/bank/statements/<uuid:uid>/reconcile/", reconciling.reconciliation, name="bank_reconcile"),
    path("funding/bank/statements/<uuid:uid>/reconcile/do/", reconciling.reconcile, name="bank_reconcile_do"),
    path("funding/bank/statements/<uuid:uid>/reconcile.csv", reconciling.export, name="bank_reconcile_csv"),
    path(
        "funding/bank/statements/<uuid:uid>/reconcile.xlsx",
        reconciling.export,
        {"kind": XLSX},
        name="bank_reconcile_xlsx",
    ),
    path("funding/bank/statements/<uuid:uid>/balances/", reconciling.balances, name="bank_balances"),
    path("funding/bank/entries/<str:ref>/", bank_entries.bank_entry, name="bank_entry"),
    path("funding/bank/entries/<str:ref>/reverse/", bank_entries.reverse, name="bank_entry_reverse"),
]

# /api/v1/committees/<slug>/
api: list[URLPattern] = [
    path("funding/assessments/", machines.Assessments.as_view(), name="assessments"),
    path("funding/assessments/<str:ref>/", machines.OneAssessment.as_view(), name="assessment"),
    path("funding/payments/", machines.Payments.as_view(), name="payments"),
    path("funding/payments/<str:ref>/", machines.OnePayment.as_view(), name="payment"),
]
