"""The demo's mail, readable by everybody; outside the demo these pages do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from apps.desk.demo_mail import Mail, mail_named, newest

View = Callable[..., HttpResponse]

OPENS = "allow-popups allow-popups-to-escape-sandbox"
"""A link in a message may open a page of its own, as in a mail program; nothing else."""

OF_A_MESSAGE = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": OPENS.split(),
}


def _in_the_demo(view: View) -> View:
    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, **parts)

    return answer


def _mail(name: str) -> Mail:
    mail = mail_named(name)
    if mail is None:
        raise Http404
    return mail


@_in_the_demo
def mails(request: HttpRequest) -> HttpResponse:
    """The newest messages; `?to=` narrows them to a recipient."""
    to = request.GET.get("to", "").strip()
    rows = [mail for mail in newest() if to.lower() in mail.to.lower()]
    return render(request, "desk/mails.html", {"mails": rows, "to": to})


@csp_update({"frame-src": [SELF]})
@_in_the_demo
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One message: headers, text, the HTML part in a frame of its own."""
    return render(request, "desk/mail.html", {"mail": _mail(name), "opens": OPENS})


@csp(OF_A_MESSAGE)
@xframe_options_sameorigin
@_in_the_demo
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part alone: no script, no request to anywhere, links open a page of their own."""
    html = _mail(name).html
    if not html:
        raise Http404
    return HttpResponse(html.replace("<head>", '<head><base target="_blank">', 1))
