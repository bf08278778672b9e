"""Who may open the routes of applications."""

from django.conf import settings

from apps.committees.models import Application
from apps.kernel.tenancy.context import tenant
from apps.membership.rules.applications import link_secret
from apps.membership.services.applications import apply_to_join, confirm_application, withdraw_application
from tests.cast import NOW, Cast
from tests.guards.rows import Row, Stage

CLERK = frozenset({"clerk"})
DECISION = {"decision": "Decision 7", "because": "The papers are in order"}


def prepare(cast: Cast, stage: Stage) -> None:
    """An application that waits for its decision."""
    with tenant(cast.frontier.pk):
        row: Application | None = apply_to_join(
            now=NOW,
            name="Dione",
            kind="lab",
            contact_name="Dora",
            contact_email="dora@dione.example",
            statement="We train",
        )
        assert row is not None
        confirm_application(now=NOW, application=row)
        stage["application"] = row.ref
        stage["link"] = link_secret(settings.SECRET_KEY, str(row.uid))
        second = apply_to_join(
            now=NOW, name="Eris", kind="lab", contact_name="E", contact_email="e@eris.example", statement="We train"
        )
        assert second is not None
        confirm_application(now=NOW, application=second)
        withdraw_application(now=NOW, application=second)
        stage["withdrawn"] = link_secret(settings.SECRET_KEY, str(second.uid))


def _link(method: str = "get", status: int = 200, key: str = "link") -> Row:
    return Row(
        public=True, status=status, method=method, kwargs=lambda stage: {"slug": "frontier", "secret": stage[key]}
    )


def _of(**data: str) -> Row:
    return Row(CLERK, 302, method="post", kwargs=lambda stage: {"ref": stage["application"]}, data=data)


ROWS: dict[str, Row] = {
    "membership:applications": Row(CLERK),
    "membership:application": Row(CLERK, kwargs=lambda stage: {"ref": stage["application"]}),
    "membership:admit_applicant": _of(key="dione", **DECISION),
    "membership:refuse_applicant": _of(**DECISION),
    "people:apply": Row(public=True, kwargs=lambda _stage: {"slug": "frontier"}),
    "people:application": _link(),
    "people:confirm_application": _link("post", 409),
    "people:add_application_paper": _link("post", 422),
    "people:withdraw_application": _link("post", 409, "withdrawn"),
}
