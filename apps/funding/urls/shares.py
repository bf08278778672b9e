"""Scale and budget."""

from django.urls import URLPattern, path

from apps.funding.api import shares
from apps.funding.views import budgets, scales
from apps.kernel.exports import XLSX

pages: list[URLPattern] = [
    path("funding/scales/", scales.scales, name="scales"),
    path("funding/scales/new/", scales.new_scale, name="new_scale"),
    path("funding/scales/<str:ref>/", scales.scale, name="scale"),
    path("funding/scales/<str:ref>/redraw/", scales.redraw, name="redraw_scale"),
    path("funding/scales/<str:ref>/discard/", scales.discard_scale, name="discard_scale"),
    path("funding/scales/<str:ref>/scale.csv", scales.scale_file, name="scale_csv"),
    path("funding/scales/<str:ref>/scale.xlsx", scales.scale_file, {"kind": XLSX}, name="scale_xlsx"),
    path("funding/scales/<str:ref>/scale.json", scales.scale_json, name="scale_json"),
    path("funding/budgets/", budgets.budgets, name="budgets"),
    path("funding/budgets/new/", budgets.new_budget, name="new_budget"),
    path("funding/budgets/<str:ref>/", budgets.budget, name="budget"),
    path("funding/budgets/<str:ref>/change/", budgets.change_budget, name="change_budget"),
    path("funding/budgets/<str:ref>/lines/", budgets.add_line, name="add_line"),
    path("funding/budgets/<str:ref>/lines/<int:number>/", budgets.change_line, name="change_line"),
    path("funding/budgets/<str:ref>/lines/<int:number>/drop/", budgets.drop_line, name="drop_line"),
    path("funding/budgets/<str:ref>/discard/", budgets.discard_budget, name="discard_budget"),
    path("funding/budgets/<str:ref>/budget.csv", budgets.budget_file, name="budget_csv"),
    path("funding/budgets/<str:ref>/budget.xlsx", budgets.budget_file, {"kind": XLSX}, name="budget_xlsx"),
]
api: list[URLPattern] = [path("funding/scale/", shares.ScaleList.as_view(), name="scale")]
