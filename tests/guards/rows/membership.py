"""Who may open membership's routes."""

from datetime import timedelta

from apps.committees.models import Organisation
from apps.committees.states import Role
from apps.kernel.tenancy.context import tenant
from apps.membership import services
from tests.cast import LABS, NOW, Cast
from tests.guards.rows import COUNSEL, EVERYONE, FRONTIER, NOBODY, Row, Stage

CLERK = frozenset({"clerk"})
ASTER = frozenset({"aster.representative", "aster.alternate", "aster.liaison"})
EARLIER = NOW - timedelta(hours=1)
OPERATOR = frozenset({"operator"})
MANAGERS = CLERK | {"aster.alternate"}
"""The clerk, and Aster's administrator."""
DRAFTERS = CLERK | {"independent"} | {f"{lab}.{role}" for lab in LABS for role in ("representative", "alternate")}
MAKERS = MANAGERS | {"aster.representative"}


def prepare(cast: Cast, stage: Stage) -> None:
    """A liaison's seat, an invitation, and a token of Aster's machine."""
    with tenant(cast.frontier.pk):
        aster = Organisation.objects.get(key="aster")
        stage["seat"] = cast["aster.liaison"].uid
        services.name_administrator(actor=cast.viewer("clerk"), now=EARLIER, seat=cast["aster.alternate"])
        stage["spokesman"] = cast["aster.representative"].uid
        stage["cover"] = services.declare_cover(
            actor=cast.viewer("clerk"),
            now=EARLIER,
            seat=cast["aster.representative"],
            ends_at=NOW + timedelta(days=1),
            because="On leave",
        ).uid
        services.ask_factor_reset(
            actor=cast.viewer("aster.alternate"), now=NOW, seat=cast["aster.liaison"], because="Lost the telephone"
        )
        services.fill_office(
            actor=cast.viewer("clerk"), now=EARLIER, kind="treasurer", seat=cast["independent"], decision="Minutes 3"
        )
        stage["proposal"] = services.invite(
            actor=cast.viewer("aster.alternate"),
            now=NOW,
            organisation=aster,
            role=Role.REPRESENTATIVE,
            email="olaf@aster.example",
            name="Olaf",
        ).uid
        stage["invitation"] = services.invite(
            actor=cast.viewer("clerk"),
            now=NOW,
            organisation=aster,
            role=Role.LIAISON,
            email="nora@aster.example",
            name="Nora",
        ).uid
        stage["draft"] = services.draft_amendment(
            actor=cast.viewer("aster.alternate"),
            now=NOW,
            title="Longer invitations",
            values={"membership.invitation_days": 21},
        ).uid
        machine = services.add_service_seat(actor=cast.viewer("clerk"), now=NOW, organisation=aster, name="ci")
        stage["token"] = services.make_token(
            actor=cast.viewer("aster.liaison"), now=NOW, seat=machine, name="ci", scopes=["read"]
        ).token.uid


def _of(name: str, key: str) -> Row:
    return Row(kwargs=lambda stage: {name: stage[key]})


def _frontier(_stage: Stage) -> dict[str, str]:
    return {"slug": "frontier"}


def _verb(name: str, key: str, opens: frozenset[str], **data: str) -> Row:
    return Row(opens, 302, method="post", kwargs=lambda stage: {name: stage[key]}, data=data)


ROWS: dict[str, Row] = {
    "membership:members": Row(),
    "membership:organisation": Row(kwargs=lambda _stage: {"key": "aster"}),
    "membership:add_organisation": Row(CLERK),
    "membership:add_service_seat": Row(
        MAKERS, 302, method="post", kwargs=lambda _stage: {"key": "aster"}, data={"name": "another"}
    ),
    "membership:seat": _of("uid", "seat"),
    "membership:ask_factor_reset": Row(MANAGERS | {"aster.liaison"}, kwargs=lambda stage: {"uid": stage["seat"]}),
    "membership:confirm_factor_reset": _verb("uid", "seat", MANAGERS),
    "membership:refuse_factor_reset": _verb("uid", "seat", MANAGERS | {"aster.liaison"}),
    "membership:access": Row(CLERK, kwargs=lambda _stage: {"key": "eu-office"}),
    "membership:offices": Row(),
    "membership:fill_office": Row(CLERK),
    "membership:end_office": Row(
        CLERK, 302, method="post", kwargs=lambda _stage: {"kind": "treasurer"}, data={"decision": "Minutes 4"}
    ),
    "membership:appoint_seat": Row(MANAGERS, kwargs=lambda _stage: {"key": "aster"}),
    "membership:cover": Row(MAKERS, kwargs=lambda stage: {"uid": stage["spokesman"]}),
    "membership:end_cover": _verb("uid", "cover", MAKERS),
    "membership:name_administrator": _verb("uid", "seat", MANAGERS),
    "membership:end_seat": _verb("uid", "seat", MAKERS, reason="Moved"),
    "membership:charter": Row(),
    "membership:charter_version": Row(kwargs=lambda _stage: {"number": 1}),
    "membership:charter_csv": Row(kwargs=lambda _stage: {"number": 1}),
    "membership:charter_json": Row(kwargs=lambda _stage: {"number": 1}),
    "membership:compare_charter": Row(),
    "membership:charter_drafts": Row(),
    "membership:draft_amendment": Row(DRAFTERS),
    "membership:charter_draft": _of("uid", "draft"),
    "membership:change_amendment": Row(CLERK | {"aster.alternate"}, kwargs=lambda stage: {"uid": stage["draft"]}),
    "membership:adopt_amendment": Row(CLERK, kwargs=lambda stage: {"uid": stage["draft"]}),
    "membership:withdraw_amendment": _verb("uid", "draft", CLERK | {"aster.alternate"}),
    "membership:operators": Row(),
    "membership:invitations": Row(MANAGERS),
    "membership:invite": Row(MANAGERS),
    "membership:confirm_invitation": _verb("uid", "proposal", CLERK),
    "membership:withdraw_invitation": _verb("uid", "invitation", MANAGERS),
    "membership:resend_invitation": _verb("uid", "invitation", MANAGERS),
    "membership:tokens": Row(FRONTIER - COUNSEL),
    "membership:make_token": Row(FRONTIER - COUNSEL, 302),
    "membership:revoke_token": _verb("uid", "token", ASTER),
    "api-membership:organisations": Row(),
    "api-membership:organisation": Row(kwargs=lambda _stage: {"key": "aster"}),
    "api-membership:seats": Row(),
    "api-membership:charter": Row(),
    "api-membership:charter_version": Row(kwargs=lambda _stage: {"number": 1}),
    "api-membership:charter_drafts": Row(),
    "api-membership:charter_draft": _of("uid", "draft"),
    "api-membership:adopt_amendment": Row(
        CLERK,
        method="post",
        kwargs=lambda stage: {"uid": stage["draft"]},
        data={"json": {"onto": 1, "seen": 1, "decision": "Minutes 5"}},
        refused=FRONTIER - CLERK,
    ),
    "api-membership:withdraw_amendment": Row(
        CLERK | {"aster.alternate"},
        method="post",
        kwargs=lambda stage: {"uid": stage["draft"]},
        refused=FRONTIER - CLERK - {"aster.alternate"},
    ),
    "api-root:committees": Row(EVERYONE),
    "people:seats": Row(EVERYONE),
    "people:switch_seat": Row(NOBODY, method="post", kwargs=_frontier, data={"seat": "0"}),
    "people:accept_invitation": Row(
        public=True, status=404, kwargs=lambda _stage: {"slug": "frontier", "token": "guess"}
    ),
    "people:operator": Row(OPERATOR),
    "people:open_session": Row(OPERATOR, 302, kwargs=_frontier),
    "people:close_session": Row(NOBODY, method="post", kwargs=_frontier),
}
