"""Books, statements and the overview."""

from django.urls import URLPattern, path

from apps.funding.api.books import StatementDay
from apps.funding.views import books, overview

pages: list[URLPattern] = [
    path("funding/", overview.overview, name="overview"),
    path("funding/books/", books.periods, name="periods"),
    path("funding/books/new/", books.new_period, name="new_period"),
    path("funding/books/<slug:name>/", books.period, name="period"),
    path("funding/books/<slug:name>/statement.csv", books.period_csv, name="period_csv"),
    path("funding/books/<slug:name>/opening/", books.open_books, name="open_books"),
    path("funding/books/<slug:name>/opening/undo/", books.undo_opening, name="undo_opening"),
    path("funding/books/<slug:name>/publish/", books.publish, name="publish_statement"),
    path("funding/books/<slug:name>/close/", books.close, name="close_books"),
    path("funding/books/<slug:name>/journals/", books.journals, name="journals"),
    path("funding/journals/<str:ref>/", books.journal, name="journal"),
]
api: list[URLPattern] = [path("funding/statement/", StatementDay.as_view(), name="statement")]
