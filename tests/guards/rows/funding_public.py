"""Who may open what the public reads of contributions and money: anybody."""

from tests.guards.rows import Row

ROWS: dict[str, Row] = {
    "public-funding:funding": Row(public=True),
    "public-funding:funding-csv": Row(public=True, kwargs=lambda _stage: {"part": "scale"}),
    "public-funding:funding-xlsx": Row(public=True, kwargs=lambda _stage: {"part": "scale"}),
    "public-funding:funding-json": Row(public=True, kwargs=lambda _stage: {"part": "scale"}),
}
