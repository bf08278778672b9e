"""What must not stand in a log line."""

import pytest

from portal.logs import hide_link_secrets


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("GET /invitations/frontier/s3cr3t-_x/", "GET /invitations/frontier/…/"),
        ("GET /account/password/reset/key/1-abc-def/", "GET /account/password/reset/key/…/"),
        ("Not Found: /invitations/frontier/s3cr3t/", "Not Found: /invitations/frontier/…/"),
        ("GET /calendars/frontier/s3cr3t-_x.ics", "GET /calendars/frontier/…"),
        ("POST /unsubscribe/WzEsMl0:1abc:s3cr3t-_x/", "POST /unsubscribe/…/"),
        ("GET /c/frontier/incidents/?q=Zanzibar%20leak&state=open", "GET /c/frontier/incidents/?q=…&state=…"),
        ("GET /c/frontier/invitations/new/", "GET /c/frontier/invitations/new/"),
    ],
)
def test_the_secret_of_a_link_is_hidden(line: str, kept: str) -> None:
    for key in ("request", "path", "event"):
        assert hide_link_secrets(None, "info", {key: line, "status": 200}) == {key: kept, "status": 200}
