"""Books, statements and the overview."""

from django.urls import URLPattern, path

from apps.funding.api.books import StatementDay
from apps.funding.views import accounts, book_files, books, overview
from apps.kernel.exports import XLSX

pages: list[URLPattern] = [
    path("funding/", overview.overview, name="overview"),
    path("funding/books/", books.periods, name="periods"),
    path("funding/books/new/", books.new_period, name="new_period"),
    path("funding/books/<slug:name>/", books.period, name="period"),
    path("funding/books/<slug:name>/statement.csv", book_files.statement_file, name="period_csv"),
    path("funding/books/<slug:name>/statement.xlsx", book_files.statement_file, {"kind": XLSX}, name="period_xlsx"),
    path("funding/books/<slug:name>/statement.json", book_files.statement_json, name="period_json"),
    path("funding/books/<slug:name>/opening/", books.open_books, name="open_books"),
    path("funding/books/<slug:name>/opening/undo/", books.undo_opening, name="undo_opening"),
    path("funding/books/<slug:name>/publish/", books.publish, name="publish_statement"),
    path("funding/books/<slug:name>/close/", books.close, name="close_books"),
    path("funding/books/<slug:name>/journals/", books.journals, name="journals"),
    path("funding/books/<slug:name>/journals.csv", book_files.journals_file, name="journals_csv"),
    path("funding/books/<slug:name>/journals.xlsx", book_files.journals_file, {"kind": XLSX}, name="journals_xlsx"),
    path("funding/books/<slug:name>/accounts/<slug:number>/", accounts.account, name="account"),
    path("funding/books/<slug:name>/accounts/<slug:number>/ledger.csv", accounts.account_file, name="account_csv"),
    path(
        "funding/books/<slug:name>/accounts/<slug:number>/ledger.xlsx",
        accounts.account_file,
        {"kind": XLSX},
        name="account_xlsx",
    ),
    path("funding/journals/<str:ref>/", books.journal, name="journal"),
]
api: list[URLPattern] = [path("funding/statement/", StatementDay.as_view(), name="statement")]
