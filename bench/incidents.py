"""The incident list, page and API, against a bare Django page and a bare DRF list of the same rows."""

from collections.abc import Callable

from django.test import Client

from bench.stage import Row, alternate, cast, queries, reports

FEW, MANY = 100, 100_000
PAGE = "/c/frontier/incidents/"
SMALL_PAGE = "/c/pacific/incidents/"
API = "/api/v1/committees/frontier/incidents/?limit=50"


def _client(who: str = "clerk") -> Client:
    client = Client()
    client.force_login(cast()[who].person)
    return client


def _get(client: Client, path: str) -> Callable[[], object]:
    def work() -> object:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.content[:500])
        return answer

    return work


def measure() -> list[Row]:
    """Rows of the table."""
    client = _client()
    page, api = _get(client, PAGE), _get(client, API)
    reports(10)
    page()
    at_ten = queries(page)
    reports(FEW)
    page()
    at_fifty = queries(page)
    reports(FEW, by="eve")
    reports(MANY)
    many, few = alternate(page, _get(_client("pacific.clerk"), SMALL_PAGE), rounds=25)
    ours, bare_page = alternate(page, _get(client, "/bench/page/"), rounds=25)
    ours_api, bare_api = alternate(api, _get(client, "/bench/api/"))
    queue, small_queue = alternate(
        _get(client, f"{PAGE}triage/"), _get(_client("pacific.clerk"), f"{SMALL_PAGE}triage/")
    )
    words, _same = alternate(_get(client, f"{PAGE}?q=number+99999"), page)
    return [
        Row(
            "incident list, queries at 10 / at 50 rows",
            f"{at_ten} / {at_fifty}",
            "",
            "",
            "at most 12, the same",
            at_ten == at_fifty <= 12,
        ),
        Row(
            "incident list, 100 000 / 100 reports",
            f"{many:.1f} ms",
            f"{few:.1f} ms",
            f"{many / few:.2f}",
            "at most 1.5",
            many / few <= 1.5,
        ),
        Row(
            "incident list / bare Django page",
            f"{ours:.1f} ms",
            f"{bare_page:.1f} ms",
            f"{ours / bare_page:.2f}",
            "no slower (noise: 1.25)",
            ours / bare_page <= 1.25,
        ),
        Row(
            "incident API list / bare DRF list",
            f"{ours_api:.1f} ms",
            f"{bare_api:.1f} ms",
            f"{ours_api / bare_api:.2f}",
            "at most 1.2",
            ours_api / bare_api <= 1.2,
        ),
        Row(
            "triage queue, 100 000 / 100 reports that wait",
            f"{queue:.1f} ms",
            f"{small_queue:.1f} ms",
            f"{queue / small_queue:.2f}",
            "at most 1.5",
            queue / small_queue <= 1.5,
        ),
        Row("search of 100 000 reports", f"{words:.1f} ms", "", "", "", True),
    ]
