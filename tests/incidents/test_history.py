"""Bringing history in by the browser: choose a file, read what would come of it, confirm."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from apps.incidents.models import Incident
from apps.incidents.views.history import SALT
from apps.kernel.tenancy.context import tenant
from tests.cast import Cast
from tests.incidents.test_import import GOOD, HEAD

pytestmark = pytest.mark.django_db
PAGE = "/c/frontier/incidents/history/"
WRONG = "c,three,2024-01-01,[],T,D\nd,4,yesterday,[],T,D\ne,5,1066-10-14,[],T,D\n"


@pytest.fixture
def clerk(cast: Cast, client: Client) -> Client:
    client.force_login(cast["clerk"].person)
    return client


def choose(clerk: Client, content: str | bytes, name: str = "history.csv") -> HttpResponse:
    data = content.encode() if isinstance(content, str) else content
    return clerk.post(PAGE, {"file": SimpleUploadedFile(name, data)})


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def kept(answer: Any) -> str:
    [found] = re.findall(r'name="kept" value="([^"]+)"', answer.content.decode())
    return found


def titles(cast: Cast) -> set[str]:
    with tenant(cast.frontier.pk):
        return set(Incident.objects.values_list("title", flat=True))


def test_nothing_comes_in_before_it_is_confirmed(cast: Cast, clerk: Client) -> None:
    checked = choose(clerk, HEAD + GOOD)
    assert checked.status_code == 200
    assert "2 new, 0 here already, 0 wrong." in words(checked)
    assert "2024-01-02 · First" in words(checked)
    assert titles(cast) == set()
    done = clerk.post(f"{PAGE}bring-in/", {"kept": kept(checked)}, follow=True)
    assert "2 reports were brought in." in words(done)
    assert titles(cast) == {"First", "Second"}


def test_wrong_rows_are_named_by_line_and_left_out(cast: Cast, clerk: Client) -> None:
    checked = choose(clerk, HEAD + GOOD + WRONG)
    said = words(checked)
    assert "2 new, 0 here already, 3 wrong." in said
    assert "4 incident_id &#x27;three&#x27; is not a number" in said
    assert "5 date &#x27;yesterday&#x27; is not a date" in said
    assert "6 date &#x27;1066-10-14&#x27; is not between 1950 and 2099" in said
    clerk.post(f"{PAGE}bring-in/", {"kept": kept(checked)})
    assert titles(cast) == {"First", "Second"}


def test_the_same_file_again_has_nothing_new(cast: Cast, clerk: Client) -> None:
    first = choose(clerk, HEAD + GOOD)
    for _twice in range(2):
        clerk.post(f"{PAGE}bring-in/", {"kept": kept(first)})
    again = choose(clerk, HEAD + GOOD)
    assert "0 new, 2 here already, 0 wrong." in words(again)
    assert "Nothing in it is new" in words(again)
    with tenant(cast.frontier.pk):
        assert Incident.objects.count() == 2


def test_a_json_list_is_read_too(cast: Cast, clerk: Client) -> None:
    rows: list[Any] = [
        {"incident_id": 7, "date": "2023-05-01", "title": "Seventh", "description": "So", "Alleged developer": ["a"]},
        {"incident_id": 8, "date": "2023-05-02", "title": "Zero\0", "description": "So"},
        {"incident_id": 9, "date": "2023-05-02", "title": "Half \ud800", "description": "So"},
        {"incident_id": 10},
        "eleven",
    ]
    checked = choose(clerk, json.dumps(rows), "history.json")
    assert "1 new, 0 here already, 4 wrong." in words(checked)
    assert "5 this is no object" in words(checked)
    clerk.post(f"{PAGE}bring-in/", {"kept": kept(checked)})
    assert titles(cast) == {"Seventh"}


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        ("a,b\n1,2\n", "h.csv", "no column incident_id, date, title, description"),
        ("{}", "h.json", "is not a list"),
        ("x", "h.txt", "ends in .csv or .json"),
        ("", "h.csv", "empty"),
        (b"\xff\xfe\x00", "h.csv", ""),
    ],
)
def test_what_is_no_history_is_refused_in_words(
    cast: Cast, clerk: Client, content: str | bytes, name: str, says: str
) -> None:
    answer = choose(clerk, content, name)
    assert answer.status_code in {200, 422}
    assert says in words(answer)
    assert 'name="kept"' not in answer.content.decode()


def forged(cast: Cast) -> Iterator[str]:
    yield ""
    yield "nonsense"
    yield signing.dumps(["../../etc/passwd", "csv", cast["clerk"].pk], salt="another")
    yield signing.dumps(["1/aa/none", "csv", cast["clerk"].pk], salt=SALT)


def test_what_was_not_chosen_here_is_not_brought_in(cast: Cast, clerk: Client) -> None:
    for token in forged(cast):
        answer = clerk.post(f"{PAGE}bring-in/", {"kept": token})
        assert answer.status_code == 409
        assert "Choose it again" in words(answer)


def test_another_clerks_file_is_not_brought_in(cast: Cast, clerk: Client) -> None:
    checked = choose(clerk, HEAD + GOOD)
    name, kind, seat = signing.loads(kept(checked), salt=SALT)
    token = signing.dumps([name, kind, seat + 1], salt=SALT)
    assert clerk.post(f"{PAGE}bring-in/", {"kept": token}).status_code == 409
    assert titles(cast) == set()
