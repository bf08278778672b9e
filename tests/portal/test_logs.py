"""What must not stand in a log line."""

import logging

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.log import log_response
from structlog.stdlib import ProcessorFormatter as JsonLines

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


@pytest.mark.parametrize("status", [405, 429, 500])
@pytest.mark.parametrize("path", ["/calendars/frontier/s3cr3t.ics", "/unsubscribe/a:s3cr3t/", "/c/frontier/?q=s3cr3t"])
def test_a_refused_request_is_logged_without_its_secret(
    caplog: pytest.LogCaptureFixture, path: str, status: int
) -> None:
    request = RequestFactory().get(path)
    log_response("Refused: %s", request.path, response=HttpResponse(status=status), request=request)
    [record] = [one for one in caplog.records if one.name == "django.request"]
    [formatter] = [each.formatter for each in logging.getLogger().handlers if isinstance(each.formatter, JsonLines)]
    line = formatter.format(record)
    assert f'"status_code": {status}' in line
    assert "s3cr3t" not in line
