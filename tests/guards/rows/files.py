"""A file opens for those who may see its object, and for nobody else."""

from apps.committees.selectors import viewer_of
from apps.files.services import store_file
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.files import probe, samples
from tests.guards.rows import Row, Stage


def prepare(cast: Cast, stage: Stage) -> None:
    """A file in Aster's dossier."""
    probe.register()
    with tenant(cast.frontier.pk):
        stage["file"] = store_file(
            actor=viewer_of(cast["aster.liaison"], NOW),
            now=NOW,
            subject=probe.dossier_of(cast["aster.liaison"].organisation),
            upload=samples.upload("log.txt", b"for Aster's eyes\n"),
        )


ROWS = {
    "files:download": Row(opens=probe.OPENS, kwargs=lambda stage: {"uid": stage["file"].uid}),
    "api-files:content": Row(opens=probe.OPENS, kwargs=lambda stage: {"uid": stage["file"].uid}),
}
