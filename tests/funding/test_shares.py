"""Scales and budgets: worked out from what is declared, frozen by their motion, adopted by its vote."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.http import Http404
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from apps.committees.models import Organisation
from apps.funding.models import Account, Budget, Scale
from apps.funding.rules import scale
from apps.funding.rules.chart import BANK_FEES
from apps.funding.rules.what_if import changes
from apps.funding.selectors.public import public_funding
from apps.funding.selectors.shares import contributions, scale_in_force, shares_of
from apps.funding.services import budgets, scales
from apps.funding.states import TEXTS, Text
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.money import THIN
from apps.votes.models import Motion
from apps.votes.services.proposing import withdraw
from tests.cast import NOW, Cast
from tests.funding import factory

pytestmark = pytest.mark.django_db

FIGURES = {"aster": 10**26, "borealis": 4 * 10**25, "cygnus": 10**25}
THOUSANDTHS = st.integers(1, 100_000).map(lambda number: Decimal(number) / 1000)
SHARES = st.dictionaries(st.sampled_from("abcdefgh"), THOUSANDTHS, min_size=1)


@pytest.fixture
def uncapped(frontier: Cast) -> Cast:
    """Three labs need a ceiling above a third."""
    factory.charter(ceiling=100)
    return frontier


def _drafted(people: Cast, **flop: int) -> Scale:
    _first, period = factory.periods(people)
    factory.figures(people, period, **(flop or FIGURES))
    return scales.draft_scale(actor=factory.treasurer(people), now=NOW, period="2027")


def test_a_scale_is_made_of_the_figures_that_stand_for_the_bands(uncapped: Cast) -> None:
    row = _drafted(uncapped)
    found = {one.organisation.key: one for one in row.shares.all()}
    again = scale({key: one.base for key, one in found.items()}, floor=Decimal("0.001"), ceiling=None)
    assert {key: one.share for key, one in found.items()} == again
    assert sum(again.values()) == 100
    aster = found["aster"]
    assert (aster.band_from, aster.band_below) == (Decimal(10**26), Decimal("1.58e26"))
    assert aster.base not in FIGURES.values()


def test_exact_figures_count_where_the_charter_says_so(frontier: Cast) -> None:
    factory.charter(ceiling=100, exact=True)
    row = _drafted(frontier)
    assert {one.organisation.key: int(one.base) for one in row.shares.all()} == FIGURES


def test_a_lab_without_a_figure_is_named(uncapped: Cast) -> None:
    with pytest.raises(Refused, match=r"no figure yet of Borealis, Cygnus.*article 7\.4"):
        _drafted(uncapped, aster=10**26)


def test_settings_that_no_scale_has_are_refused_by_their_article(frontier: Cast) -> None:
    with pytest.raises(Refused, match=r"Members of at most 22 per cent each do not make up 100.*: 3.*article 7\.6a"):
        _drafted(frontier)


def test_a_discount_needs_its_reason_and_counts(uncapped: Cast) -> None:
    row = _drafted(uncapped)
    actor = factory.treasurer(uncapped)
    with pytest.raises(Invalid) as refused:
        scales.redraw(actor=actor, now=NOW, ref=row.ref, reasons="", discounts={"cygnus": (Decimal(50), "")})
    assert refused.value.errors == {"cygnus": "Say why it has a discount."}
    before = shares_of(row)["cygnus"]
    scales.redraw(actor=actor, now=NOW, ref=row.ref, reasons="", discounts={"cygnus": (Decimal(50), "It is small.")})
    assert shares_of(row)["cygnus"] < before


def test_what_was_declared_since_counts_when_a_draft_is_worked_out_again(uncapped: Cast) -> None:
    row = _drafted(uncapped)
    latest = row.period.declarations.get(organisation__key="cygnus")
    latest.pk, latest.uid, latest.version, latest.counts = None, "1b4e28ba-2fa1-11d2-883f-0016d3cca427", 2, 10**26
    latest.save(force_insert=True)
    scales.redraw(actor=factory.treasurer(uncapped), now=NOW, ref=row.ref, reasons="", discounts={})
    assert shares_of(row)["cygnus"] == shares_of(row)["aster"]


def test_trying_other_settings_keeps_nothing(uncapped: Cast) -> None:
    row = _drafted(uncapped)
    before = shares_of(row)
    settings = scales.settings_with(row, ceiling=Decimal(40))
    tried = scales.tried(actor=factory.treasurer(uncapped), ref=row.ref, settings=settings)
    assert max(tried.values()) == 40
    row.refresh_from_db()
    assert shares_of(row) == before


def test_a_vote_adopts_a_scale_word_for_word(uncapped: Cast) -> None:
    row = _drafted(uncapped)
    digest = scales.digest_of(row)
    ref = factory.moved(uncapped, "scale.adopt", row.draft_ref)
    row.refresh_from_db()
    assert (row.state, row.ref) == (Text.PROPOSED, "SCL-2026-0001")
    factory.decided(uncapped, ref)
    row.refresh_from_db()
    assert row.state == Text.ADOPTED
    assert Motion.objects.get(ref=ref).payload["digest"] == digest
    assert scale_in_force(row.period) == row
    [public] = public_funding().scales
    assert {one.lab.lower(): one.share for one in public.shares} == dict(shares_of(row).items())


def test_a_scale_before_the_committee_is_not_changed(uncapped: Cast) -> None:
    row = _drafted(uncapped)
    factory.moved(uncapped, "scale.adopt", row.draft_ref)
    row.refresh_from_db()
    with pytest.raises(Refused, match="open only while it is “draft”"):
        scales.redraw(actor=factory.treasurer(uncapped), now=NOW, ref=row.ref, reasons="", discounts={})


@pytest.mark.parametrize("how", ["lost", "withdrawn"])
def test_a_motion_that_comes_to_nothing_lets_the_text_go(uncapped: Cast, how: str) -> None:
    row = _drafted(uncapped)
    ref = factory.moved(uncapped, "scale.adopt", row.draft_ref)
    if how == "lost":
        factory.decided(uncapped, ref, choice="no")
    else:
        withdraw(actor=uncapped.viewer("independent"), now=NOW, ref=ref, because="It is too early.")
    row.refresh_from_db()
    assert row.state == Text.DISCARDED
    assert row.because.startswith(ref)


def test_a_later_scale_for_the_period_takes_the_place_of_the_first(uncapped: Cast) -> None:
    _first, period = factory.periods(uncapped)
    earlier = factory.adopted_scale(uncapped, period, **FIGURES)
    again = scales.draft_scale(actor=factory.treasurer(uncapped), now=NOW, period="2027")
    later = factory.DISCUSSED + timedelta(days=30)
    factory.decided(
        uncapped, factory.moved(uncapped, "scale.adopt", again.draft_ref, at=later), at=later + timedelta(days=4)
    )
    earlier.refresh_from_db()
    again.refresh_from_db()
    assert (earlier.state, again.state) == (Text.SUPERSEDED, Text.ADOPTED)


def test_every_move_of_a_text_is_open_in_its_states_only() -> None:
    for move, state in product(TEXTS, Text):
        assert bool(TEXTS.may(move.verb, state)) == (state in move.sources)


def test_a_budget_is_adopted_and_split_to_the_cent(uncapped: Cast) -> None:
    _first, period = factory.periods(uncapped)
    factory.adopted_scale(uncapped, period, **FIGURES)
    row = factory.adopted_budget(uncapped, period, Audits="0.10", Secretariat="0.01")
    assert row.state == Text.ADOPTED
    parts = contributions(period)
    assert sum(one.full for one in parts) == Decimal("0.11")
    assert [one.amount for one in parts] == [one.full for one in parts]


def test_a_newcomer_in_mid_period_pays_for_its_days(uncapped: Cast) -> None:
    _first, period = factory.periods(uncapped)
    factory.adopted_scale(uncapped, period, **FIGURES)
    factory.adopted_budget(uncapped, period, Audits="365000.00")
    Organisation.objects.filter(key="cygnus").update(admitted_at="2027-07-02T12:00:00Z")
    cygnus = next(one for one in contributions(period) if one.organisation.key == "cygnus")
    assert [(run.first, run.last) for run in cygnus.days] == [(date(2027, 7, 2), date(2027, 12, 31))]
    assert cygnus.amount == (cygnus.full * 183 / 365).quantize(Decimal("0.01"))


def test_lines_of_one_label_have_one_account_through_the_years(frontier: Cast) -> None:
    factory.periods(frontier)
    actor = factory.treasurer(frontier)
    for period in ("2026", "2027"):
        row = budgets.draft_budget(actor=actor, now=NOW, period=period, title=period)
        budgets.put_line(actor=actor, now=NOW, ref=row.ref, label="Audits", amount=Decimal(5))
        budgets.put_line(actor=actor, now=NOW, ref=row.ref, label=f"Move of {period}", amount=Decimal(5))
    made = Account.objects.filter(kind="expense").exclude(number=BANK_FEES).order_by("number")
    assert [one.number for one in made] == ["5000", "5010", "5020"]


@pytest.mark.parametrize(
    ("label", "amount", "field"),
    [("", "5.00", "label"), ("Audits", "0", "amount"), ("Audits", "-1", "amount"), ("Audits", "0.005", "amount")],
)
def test_a_line_says_what_and_how_much(frontier: Cast, label: str, amount: str, field: str) -> None:
    factory.periods(frontier)
    actor = factory.treasurer(frontier)
    row = budgets.draft_budget(actor=actor, now=NOW, period="2027", title="A budget")
    with pytest.raises(Invalid) as refused:
        budgets.put_line(actor=actor, now=NOW, ref=row.ref, label=label, amount=Decimal(amount))
    assert set(refused.value.errors) == {field}


def test_a_budget_without_lines_is_not_laid(frontier: Cast) -> None:
    factory.periods(frontier)
    actor = factory.treasurer(frontier)
    row = budgets.draft_budget(actor=actor, now=NOW, period="2027", title="A budget")
    with pytest.raises(Invalid, match="Enter at least one line"):
        factory.moved(frontier, "budget.adopt", row.draft_ref)


def test_drafts_are_read_by_who_writes_them(frontier: Cast) -> None:
    factory.periods(frontier)
    row = budgets.draft_budget(actor=factory.treasurer(frontier), now=NOW, period="2027", title="A budget")
    with pytest.raises(Http404):
        budgets.put_line(
            actor=frontier.viewer("aster.representative"), now=NOW, ref=row.ref, label="X", amount=Decimal(1)
        )
    assert Budget.objects.visible_to(frontier.viewer("clerk")).count() == 1
    assert not Budget.objects.visible_to(frontier.viewer("auditor")).exists()


@given(SHARES, SHARES)
def test_what_changes_names_everybody_and_adds_up(before: dict[str, Decimal], now: dict[str, Decimal]) -> None:
    found = changes(before, now, Decimal("1000.00"))
    assert {one.name for one in found} == {*before, *now}
    assert sum(one.points for one in found) == sum(now.values()) - sum(before.values())
    assert sum(one.amount or 0 for one in found) == 1000


def _as(people: Cast, who: str, client: Client) -> Client:
    client.force_login(people[who].person)
    return client


def test_the_page_of_a_scale_holds_the_call_that_works_it_out_again(uncapped: Cast, client: Client) -> None:
    row = _drafted(uncapped)
    page = _as(uncapped, "clerk", client).get(f"/c/frontier/funding/scales/{row.ref}/").content.decode()
    call = page.split("from apps.funding.rules import scale\n")[1].split("</code>")[0].replace("&#x27;", "'")
    assert eval(call, {"Decimal": Decimal, "scale": scale}) == shares_of(row)  # noqa: S307 - the page's own words


def test_a_scale_is_worked_out_and_thrown_away_on_its_pages(uncapped: Cast, client: Client) -> None:
    _first, period = factory.periods(uncapped)
    factory.figures(uncapped, period, **FIGURES)
    clerk = _as(uncapped, "clerk", client)
    answer = clerk.post("/c/frontier/funding/scales/new/", {"period": "2027", "reasons": "As every year"})
    row = Scale.objects.get()
    assert answer.url == f"/c/frontier/funding/scales/{row.ref}/"
    tried = clerk.get(answer.url, {"floor": "1", "ceiling": "40", "per_decade": "1"}).content.decode()
    assert "With these settings" in tried
    assert (
        "do not make up 100"
        in clerk.get(answer.url, {"floor": "1", "ceiling": "20", "per_decade": "5"}).content.decode()
    )
    clerk.post(f"{answer.url}discard/")
    row.refresh_from_db()
    assert row.state == Text.DISCARDED


def test_a_refusal_stands_on_the_form(frontier: Cast, client: Client) -> None:
    _first, period = factory.periods(frontier)
    factory.figures(frontier, period, **FIGURES)
    answer = _as(frontier, "clerk", client).post("/c/frontier/funding/scales/new/", {"period": "2027"})
    assert answer.status_code == 409
    assert "article 7.6a" in answer.content.decode()


def test_a_budget_is_written_on_its_pages(frontier: Cast, client: Client) -> None:
    factory.periods(frontier)
    clerk = _as(frontier, "clerk", client)
    page = clerk.post("/c/frontier/funding/budgets/new/", {"period": "2027", "title": "The year"}).url
    clerk.post(f"{page}lines/", {"label": "Audits", "amount": "1200.50"})
    assert clerk.post(f"{page}lines/", {"label": "Audits", "amount": "7"}).status_code == 422
    clerk.post(f"{page}lines/1/", {"label": "Audits", "amount": "1300.00", "purpose": "Two audits"})
    clerk.post(f"{page}change/", {"title": "The year 2027", "other_income": "300", "because": "Interest"})
    row = Budget.objects.get()
    assert (row.title, row.lines.get().amount, row.other_income) == ("The year 2027", Decimal(1300), Decimal(300))
    assert f"1{THIN}000.00" in clerk.get(page).content.decode()
    clerk.post(f"{page}lines/1/drop/")
    assert not row.lines.exists()


def test_the_scale_for_machines(uncapped: Cast, client: Client) -> None:
    _first, period = factory.periods(uncapped)
    factory.adopted_scale(uncapped, period, **FIGURES)
    client.force_login(uncapped["auditor"].person)
    [row] = client.get("/api/v1/committees/frontier/funding/scale/").json()["results"]
    assert (row["ref"], row["state"], row["ceiling"]) == ("SCL-2026-0001", "adopted", None)
    assert sum(Decimal(one["share"]) for one in row["shares"]) == 100
