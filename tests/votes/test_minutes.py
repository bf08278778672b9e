"""The minutes of a vote in each of their forms, and the dossier."""

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from pikepdf import Pdf

from apps.kernel.pdf import compile_pdf
from apps.kernel.tenancy.context import tenant
from apps.verify.dossier import verify
from apps.votes.models import Motion
from apps.votes.services.certifying import certify
from apps.votes.services.closing import close_due
from apps.votes.services.opening import open_voting
from apps.votes.services.recusing import declare
from apps.votes.services.speaking import make_statement
from tests.cast import NOW, Cast
from tests.votes import factory
from tests.votes.factory import CLOSES, DISCUSSED, HOUR, vote
from tests.votes.pages import HOME, come, opened, set_clock

pytestmark = pytest.mark.django_db

TEXT = '# Contacts\n\nEvery lab **publishes** its contacts:\n\n- by name\n- #eval(read("/etc/passwd")) `code`\n'


@pytest.fixture(autouse=True)
def _afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, CLOSES + 2 * HOUR)


def certified(cast: Cast) -> Motion:
    """A certified decision with a statement, a recusal and explanations."""
    with tenant(cast.frontier.pk):
        motion = factory.discussed(cast, text=TEXT)
        declare(
            actor=cast.viewer("cygnus.representative"),
            now=NOW,
            ref=motion.ref,
            organisation="cygnus",
            because="Our own tool.",
        )
        make_statement(actor=cast.viewer("independent"), now=NOW + HOUR, ref=motion.ref, text="Let us be quick.")
        motion = open_voting(actor=cast.viewer("aster.representative", DISCUSSED), now=DISCUSSED, ref=motion.ref)
        vote(cast, motion, "aster.representative", "yes", explanation="=SUM(1)")
        vote(cast, motion, "borealis.representative", "yes", explanation="Among us.", public=False)
        vote(cast, motion, "independent", "no")
        close_due(ref=motion.ref, now=CLOSES)
        return certify(actor=cast.viewer("clerk", CLOSES), now=CLOSES + HOUR, ref=motion.ref)


EXPECTED = ("Publish contacts", "Our own tool.", "Let us be quick.", "version 1", "Clerk", "2 yes, 1 no", "Carried.")


def rows_of(answer: Any) -> list[list[str]]:
    return list(csv.reader(StringIO(answer.content.decode().removeprefix("\ufeff"))))


class TestTheMinutes:
    def test_the_page_says_all_of_it(self, cast: Cast) -> None:
        page = come(cast, "clerk").get(f"{HOME}{certified(cast).ref}/minutes/").content.decode()
        for words in (
            *EXPECTED,
            "<strong>publishes</strong>",
            "Among us.",
            "In favour: more than half of votes cast",
        ):
            assert words in page, words

    def test_the_pdf_is_tagged_and_small_and_reads_no_markup(self, cast: Cast) -> None:
        answer = come(cast, "clerk").get(f"{HOME}{certified(cast).ref}/minutes.pdf")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        with Pdf.open(BytesIO(answer.content)) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert pdf.Root.Lang == "en-GB"
            assert "pdfuaid" in str(pdf.open_metadata())
            assert 1 <= len(pdf.pages) <= 3

    def test_the_table_is_harmless_and_whole(self, cast: Cast) -> None:
        rows = rows_of(come(cast, "clerk").get(f"{HOME}{certified(cast).ref}/minutes.csv"))
        assert {row[0] for row in rows[1:]} == {
            "motion", "text", "facts", "rule", "roll call", "recusals", "how the result came about", "statements",
        }  # fmt: skip
        [aster] = [row for row in rows if row[:2] == ["roll call", "Aster"]]
        assert (aster[4], aster[6]) == ("Yes", "'=SUM(1)")
        assert len({len(row) for row in rows}) == 1

    def test_an_explanation_to_the_members_is_for_members_alone(self, cast: Cast) -> None:
        ref = certified(cast).ref
        for name in ("auditor", "observer.eu"):
            client = come(cast, name)
            for address in ("minutes/", "minutes.csv", "dossier.json"):
                answer = client.get(f"{HOME}{ref}/{address}")
                assert answer.status_code == 200
                assert "Among us." not in answer.content.decode(), (name, address)

    @pytest.mark.parametrize("address", ["minutes/", "minutes.pdf", "minutes.csv", "dossier.json"])
    def test_there_are_none_while_voting_is_open(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch, address: str
    ) -> None:
        set_clock(monkeypatch, DISCUSSED + HOUR)
        refused = come(cast, "clerk").get(f"{HOME}{opened(cast).ref}/{address}")
        assert refused.status_code == 409
        assert "The minutes are written when voting has closed." in refused.content.decode()

    def test_before_certification_they_say_so(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        with tenant(cast.frontier.pk):
            motion = factory.closed(cast, {"aster.representative": "yes", "borealis.representative": "no"})
        page = come(cast, "clerk").get(f"{HOME}{motion.ref}/minutes/").content.decode()
        assert "Not yet certified" in page


def test_the_dossier_verifies_without_the_portal(cast: Cast) -> None:
    answer = come(cast, "borealis.representative").get(f"{HOME}{certified(cast).ref}/dossier.json")
    assert verify(answer.content).ends == 0
    assert verify(answer.content + b" ").ends == 1
    assert "Among us." not in answer.content.decode()


def test_a_long_roll_makes_a_pdf_too() -> None:
    row = ["Lab", "Votes", "1", "Yes", "by hand", "Because of *this* and #that."]
    data: dict[str, Any] = {part: [] for part in ("facts", "rule", "recusals", "steps", "statements", "text")}
    made = compile_pdf("votes/minutes.typ", data | {"committee": "F", "ref": "M", "title": "T", "roll": [row] * 500})
    assert made.startswith(b"%PDF")
