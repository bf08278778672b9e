"""Words in a proof of payment: read by the lab, the treasurer, the clerks and the auditors."""

from apps.files.selectors import files_of
from apps.funding.acts.rights import PROOF
from tests.cast import Cast
from tests.funding.factory import treasurer
from tests.guards.canaries import Planted, lab_of
from tests.guards.rows.funding_rights import proved


def plant_proofs(cast: Cast) -> list[Planted]:
    """Borealis shows that it has paid; Frontier's context must be open. The independent member is the treasurer."""
    treasurer(cast)
    words = {"file": "kanariborealisprooffilex", "inside": "kanariborealisproofinsidex"}
    row = proved(cast, "7654.32", f"{words['file']}.txt", words["inside"])
    file = str(files_of(PROOF, row.pk).get().uid)
    readers = lab_of("borealis") | {"clerk", "auditor", "independent"}
    pages = (f"/c/frontier/funding/arrears/proofs/{row.uid}/", f"/c/frontier/files/{file}/")
    return [Planted(str(row.uid), "borealis", readers, words, "auditor", pages, file)]
