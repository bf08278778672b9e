"""Expenditure, refunds and bank details."""

from django.urls import URLPattern, path

from apps.funding.views import spending
from apps.kernel.exports import XLSX

pages: list[URLPattern] = [
    path("funding/spending/", spending.spending, name="spending"),
    path("funding/spending/export.csv", spending.spending_file, name="spending_csv"),
    path("funding/spending/export.xlsx", spending.spending_file, {"kind": XLSX}, name="spending_xlsx"),
    path("funding/spending/new/", spending.new_expenditure, name="new_expenditure"),
    path("funding/spending/refund/", spending.new_refund, name="new_refund"),
    path("funding/spending/<str:ref>/", spending.expenditure, name="expenditure"),
    path("funding/spending/<str:ref>/<slug:verb>/", spending.decide_expenditure, name="decide_expenditure"),
    path("funding/bank-details/", spending.bank_details, name="bank_details"),
    path("funding/bank-details/<uuid:uid>/<slug:verb>/", spending.decide_details, name="decide_details"),
]
api: list[URLPattern] = []
