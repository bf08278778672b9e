"""Follows the record of money: what is asked, booked or taken back is judged at once by whose it is."""

from collections.abc import Sequence

from apps.committees.models import Organisation
from apps.funding.acts import contributions as of_money
from apps.funding.services.judging import judge, match_proofs
from apps.record.models import Act

CAME = frozenset({of_money.BOOKED, of_money.MATCHED})
MOVES = CAME | {of_money.ISSUED, of_money.REVERSED, of_money.CREDIT_USED}


def follow(acts: Sequence[Act]) -> None:
    """Judge the arrears of every lab that these acts concern; money that came bears a proof of payment out."""
    moved = [act for act in acts if act.kind in MOVES and act.facts.get("organisation")]
    if not moved:
        return
    keys = {act.facts["organisation"] for act in moved}
    ids = dict(Organisation.objects.filter(key__in=keys).values_list("key", "pk"))
    now = max(act.at for act in moved)
    came = {ids[act.facts["organisation"]] for act in moved if act.kind in CAME and act.facts["organisation"] in ids}
    if came:
        match_proofs(came, now=now)
    judge(now=now, organisations=sorted(ids.values()))
