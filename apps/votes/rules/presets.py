"""The rules that a committee may begin with. A decision keeps its own copy, so a change here never reaches back.

`verified` says whether the rule was read in its source; what nobody wrote down elsewhere has no source.
"""

from fractions import Fraction

from apps.votes.rules.rule import Rule
from apps.votes.rules.threshold import Measure, Of, Threshold


def heads(value: str, of: Of = Of.ALL, *, beyond: bool = False) -> Threshold:
    """At least (or more than) this share, or number, of members."""
    return Threshold(Measure.HEADS, Fraction(value), of, beyond)


def weight(value: str, of: Of = Of.ALL, *, beyond: bool = False) -> Threshold:
    """At least (or more than) this share of weight."""
    return Threshold(Measure.WEIGHT, Fraction(value), of, beyond)


UNION = "Treaty on European Union, Art. 16(4); Treaty on the Functioning of the European Union, Art. 238"
FUND = "Articles of Agreement of the International Monetary Fund, Art. XII"
NATIONS = "Charter of the United Nations"

_EVERY = (
    Rule(
        "simple",
        "More yes than no",
        conditions=(heads("1/2", Of.CAST, beyond=True),),
    ),
    Rule(
        "absolute",
        "More than half of all members",
        conditions=(heads("1/2", beyond=True),),
    ),
    Rule(
        "two-thirds",
        "Two thirds of all members",
        conditions=(heads("2/3"),),
    ),
    Rule(
        "three-quarters",
        "Three quarters of all members",
        conditions=(heads("3/4"),),
    ),
    Rule(
        "double-majority",
        "More than half of all members and of the weight",
        conditions=(heads("1/2", beyond=True), weight("1/2", beyond=True)),
    ),
    Rule("unanimity", "All members", conditions=(heads("1"),)),
    Rule("consensus", "Nobody objects", objections=True),
    Rule("silence", "Nobody objects by the hour", objections=True),
    Rule(
        "pause-default",
        "Two thirds of votes cast, which hold 60 % of the weight",
        quorum=(heads("2/3"),),
        conditions=(heads("2/3", Of.CAST), weight("3/5")),
    ),
    Rule(
        "pause-emergency",
        "Three quarters of all members, at once",
        conditions=(heads("3/4"),),
    ),
    Rule(
        "eu-council",
        "55 % of members with 65 % of the weight; blocking takes four",
        conditions=(heads("55/100"), weight("65/100")),
        blocking=4,
        source=UNION,
        verified=True,
    ),
    Rule(
        "eu-council-no-proposal",
        "72 % of members with 65 % of the weight",
        conditions=(heads("72/100"), weight("65/100")),
        source=UNION,
        verified=True,
    ),
    Rule(
        "imf-85",
        "85 % of the total voting power",
        conditions=(weight("85/100"),),
        source=FUND,
        verified=True,
    ),
    Rule(
        "imf-70",
        "70 % of the total voting power",
        conditions=(weight("70/100"),),
        source=FUND,
        verified=True,
    ),
    Rule(
        "unga-two-thirds",
        "Two thirds of members present and voting",
        conditions=(heads("2/3", Of.CAST),),
        source=f"{NATIONS}, Art. 18(2); rules of procedure of the General Assembly, rule 86",
    ),
    Rule(
        "unsc",
        "Nine members, and no veto",
        conditions=(heads("9", Of.NUMBER),),
        source=f"{NATIONS}, Art. 27(3)",
        verified=True,
    ),
    Rule(
        "unsc-1965",
        "Seven members, and no veto",
        conditions=(heads("7", Of.NUMBER),),
        source=f"{NATIONS}, Art. 27(3) as it stood until 1965",
        verified=True,
    ),
)

PRESETS: dict[str, Rule] = {rule.key: rule for rule in _EVERY}

NAMING = frozenset({"unsc", "unsc-1965"})
"""Those that are whole only with named members (`Rule.with_veto`). A charter names no members, so none of its articles
offers them."""
