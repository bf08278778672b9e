"""A file opens for those who may see its object, and for nobody else; public keys for everybody who sits here."""

import pyrage

from apps.committees.selectors import viewer_of
from apps.files.services import store_file
from apps.files.services.keys import register_key
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.files import probe, samples
from tests.guards.rows import COUNSEL, FRONTIER, Row, Stage

ASTER = frozenset(name for name in FRONTIER if name.startswith("aster."))


def prepare(cast: Cast, stage: Stage) -> None:
    """A file in Aster's dossier, and Aster's public key."""
    probe.register()
    with tenant(cast.frontier.pk):
        actor = viewer_of(cast["aster.liaison"], NOW)
        stage["file"] = store_file(
            actor=actor,
            now=NOW,
            subject=probe.dossier_of(cast["aster.liaison"].organisation),
            upload=samples.upload("log.txt", b"for Aster's eyes\n"),
        )
        recipient = str(pyrage.x25519.Identity.generate().to_public())
        stage["key"] = register_key(actor=actor, now=NOW, whose="organisation", recipient=recipient).uid


ROWS = {
    "files:download": Row(opens=probe.OPENS, kwargs=lambda stage: {"uid": stage["file"].uid}),
    "files:reading_keys": Row(),
    "files:register_key": Row(FRONTIER - COUNSEL, refused=COUNSEL),
    "files:retire_key": Row(
        ASTER, 302, method="post", kwargs=lambda stage: {"uid": stage["key"]}, refused=FRONTIER - ASTER
    ),
    "api-files:content": Row(opens=probe.OPENS, kwargs=lambda stage: {"uid": stage["file"].uid}),
    "api-files:reading_keys": Row(),
}
