"""The run of a permit that is in force: on the page of what binds its lab, in its lab's document, and with few besides."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from apps.pauses.services import permitting
from apps.pauses.services.signing import sign_measures
from apps.pauses.tasks import SIGNER
from tests.cast import NOW, Cast
from tests.guards.canaries import Planted, lab_of
from tests.pauses import carveouts

FEW = lab_of("borealis") | {"aster.representative", "clerk"}


def plant_granted(cast: Cast) -> list[Planted]:
    """Borealis runs under a permit, and every lab's document is signed; Frontier's context must be open."""
    order = carveouts.ordered(cast)
    words = {"run": "kanariborealisunderpermitx", "purpose": "kanariborealisunderpurposex"}
    permit = carveouts.permit(cast, order, **words)
    permitting.grant(actor=cast.viewer("aster.representative"), now=NOW, ref=permit.ref)
    sign_measures(actor=SIGNER, now=NOW, key=Ed25519PrivateKey.generate())
    pages = (f"/c/frontier/pauses/permits/{permit.ref}/",)
    return [Planted(order.ref, "borealis", FEW, words, "clerk", pages)]
