"""Public pages open for everybody, signed in or not."""

from apps.kernel.tenancy.context import tenant
from tests.cast import Cast
from tests.guards.rows import Row, Stage
from tests.transparency import probe


def prepare(cast: Cast, stage: Stage) -> None:
    """One public bulletin."""
    probe.register()
    with tenant(cast.frontier.pk):
        stage["bulletin"] = probe.act(cast).subject_ref


ROWS = {
    "public:index": Row(public=True),
    "public:index-json": Row(public=True),
    "public:feed": Row(public=True),
    "public:record": Row(public=True, kwargs=lambda stage: {"ref": stage["bulletin"]}),
    "public:record-json": Row(public=True, kwargs=lambda stage: {"ref": stage["bulletin"]}),
}
