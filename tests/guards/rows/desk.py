"""Who may open the desk's routes: some are the committee's, some its clerks' and chair's, the rest everybody's."""

from django.core.mail import EmailMultiAlternatives, get_connection

from apps.desk import demo_mail, health
from apps.kernel import clock
from tests.cast import Cast
from tests.guards.rows import EVERYONE, Row, Stage

CLERK = frozenset({"clerk"})
CLERK_AND_CHAIR = frozenset({"clerk", "aster.representative"})


def prepare(cast: Cast, stage: Stage) -> None:
    """A message in the demo's post office, and a worker that is alive."""
    message = EmailMultiAlternatives("Hello", "Plain", to=["clerk@frontier.example"])
    message.attach_alternative("<p>Hello</p>", "text/html")
    get_connection("apps.desk.demo_mail.DemoMailBackend").send_messages([message])
    stage["mail"] = demo_mail.newest()[0].name
    health.beat(clock.machine_now())


def _mail(stage: Stage) -> dict[str, str]:
    return {"name": stage["mail"]}


ROWS = {
    "desk:dashboard": Row(),
    "desk:waiting": Row(status=302),
    "desk:silent": Row(),
    "desk:setup": Row(opens=CLERK),
    "desk:setup_preset": Row(opens=CLERK, method="post", status=409, data={"preset": "standard"}),
    "desk:setup_test": Row(opens=CLERK, method="post", status=302),
    "desk:setup_close": Row(opens=CLERK, method="post", status=302),
    "desk:matrix": Row(opens=CLERK_AND_CHAIR),
    "desk:matrix_export": Row(opens=CLERK_AND_CHAIR),
    "desk:chase": Row(opens=CLERK_AND_CHAIR),
    "home:front": Row(opens=EVERYONE, status=302, anonymous=200),
    "home:public": Row(public=True),
    "home:accessibility": Row(public=True),
    "home:licence": Row(public=True),
    "home:healthz": Row(public=True),
    "home:readyz": Row(public=True),
    "home:mails": Row(public=True),
    "home:mail": Row(public=True, kwargs=_mail),
    "home:mail_html": Row(public=True, kwargs=_mail),
    "home:webhooks": Row(public=True),
    "home:webhook_in": Row(public=True, method="post", status=204, kwargs=lambda _stage: {"kind": "in"}),
    "api-docs:schema": Row(public=True),
    "api-docs:docs": Row(public=True),
    "api-docs:part": Row(public=True, kwargs=lambda _stage: {"tag": "incidents"}),
}
