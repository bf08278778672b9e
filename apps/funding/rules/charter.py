"""The charter's chapter on funding."""

from apps.committees.rules.charter import Article, Section, presets
from apps.committees.rules.refusals import Refusals
from apps.votes.rules.charter import RULE_WORDS

RULE = "funding.rule"
BASE = "funding.base"
BANDS = "funding.bands"
EXACT = "funding.exact"
DECLARE_DAYS = "funding.declare_days"
APPEAL_DAYS = "funding.appeal_days"
CEILING = "funding.ceiling"
FLOOR = "funding.floor"
DUE_DAYS = "funding.due_days"
INSTALMENTS = "funding.instalments"
REMIND_DAYS = "funding.remind_days"
ARREARS_PERIODS = "funding.arrears_periods"
ARREARS_NOTICE_DAYS = "funding.arrears_notice_days"
PROOF_DAYS = "funding.proof_days"
SURCHARGE = "funding.surcharge"
TWO_PEOPLE = "funding.two_people"
OPENING = "funding.opening"

TRAINING, INSTALLED = "training", "installed"
BASES = {
    TRAINING: "the computation used for training in the base period, in FLOP",
    INSTALLED: "the computing capacity installed at the end of the base period, in FLOP per second",
}
NO_CEILING = 100
"""A ceiling of all is none."""

SECTION = Section(
    "funding",
    "Funding",
    (
        Article(
            RULE,
            "7.1",
            "Adopting the scale and the budget",
            "The scale of assessment and the budget are decided by this rule: {value}.",
            "",
            presets("unga-two-thirds", "unga-two-thirds", "unga-two-thirds"),
            choices=RULE_WORDS,
        ),
        Article(
            BASE,
            "7.2",
            "What members are assessed by",
            "Members are assessed by {value}.",
            "",
            presets(TRAINING, TRAINING, TRAINING),
            choices=BASES,
        ),
        Article(
            BANDS,
            "7.3a",
            "Bands",
            "A decade of computation has {value}; a declared figure counts as the one that stands for its band.",
            "bands",
            presets(5, 5, 5),
            least=1,
            most=20,
        ),
        Article(
            EXACT,
            "7.3b",
            "Exact figures",
            "Declared figures count and are published exactly.",
            "",
            presets(False, False, False),
            otherwise="Declared figures stay sealed: only the band into which each falls counts and is published.",
        ),
        Article(
            OPENING,
            "7.3c",
            "Opening a sealed figure",
            "A sealed figure is opened at a reasoned request only, to which a person of another organisation agrees; the "
            "request stands open for {value}.",
            "days",
            presets(14, 14, 30),
            least=1,
            most=180,
        ),
        Article(
            DECLARE_DAYS,
            "7.4",
            "Declaring",
            "Each lab declares within {value} of the opening of a period. The custodian estimates what is missing then.",
            "days",
            presets(21, 30, 60),
            least=1,
            most=365,
        ),
        Article(
            APPEAL_DAYS,
            "7.5",
            "Appeal against an estimate",
            "A lab may appeal against the custodian's estimate within {value}.",
            "days",
            presets(7, 14, 30),
            least=1,
            most=180,
        ),
        Article(
            CEILING,
            "7.6a",
            "Ceiling",
            "No member pays more than {value} of the whole. One hundred per cent is no ceiling.",
            "per cent",
            presets(NO_CEILING, 22, 22),
            least=1,
            most=100,
        ),
        Article(
            FLOOR,
            "7.6b",
            "Floor",
            "No member pays less than {value} of one per cent of the whole.",
            "thousandths",
            presets(1, 1, 1),
            least=0,
            most=100_000,
        ),
        Article(
            DUE_DAYS,
            "7.7a",
            "When contributions are due",
            "The first instalment is due {value} after the call letter, and not before the period begins.",
            "days",
            presets(30, 30, 60),
            least=1,
            most=365,
        ),
        Article(
            INSTALMENTS,
            "7.7b",
            "Instalments",
            "A contribution is paid in {value}, evenly over the period.",
            "instalments",
            presets(2, 2, 1),
            least=1,
            most=12,
        ),
        Article(
            REMIND_DAYS,
            "7.7c",
            "Reminders",
            "A member is reminded {value} before an instalment is due.",
            "days",
            presets(7, 14, 30),
            least=1,
            most=180,
        ),
        Article(
            TWO_PEOPLE,
            "7.8",
            "Two people",
            "What one person enters, another approves: every expenditure, every refund and every change of the bank "
            "details. Above {value} of the currency the two are of two organisations.",
            "units",
            presets(10_000, 10_000, 100_000),
            least=0,
            most=999_999,
        ),
        Article(
            ARREARS_PERIODS,
            "7.9",
            "Arrears",
            "A member has no vote while its arrears equal or exceed its contributions for the preceding {value}.",
            "periods",
            presets(2, 2, 2),
            least=1,
            most=10,
        ),
        Article(
            ARREARS_NOTICE_DAYS,
            "7.10",
            "Notice before the vote is lost",
            "A member is told {value} before its arrears cost it its vote.",
            "days",
            presets(14, 14, 30),
            least=1,
            most=180,
        ),
        Article(
            PROOF_DAYS,
            "7.11",
            "Proof of payment",
            "A member that shows proof of payment keeps its vote for {value}, until the money is seen.",
            "days",
            presets(10, 10, 20),
            least=1,
            most=90,
        ),
        Article(
            SURCHARGE,
            "7.12",
            "Surcharge for a pause that was not kept",
            "A lab that is found not to have kept a pause pays {value} of its contribution for the period on top.",
            "per cent",
            presets(10, 10, 10),
            least=0,
            most=100,
        ),
    ),
)

_CHAPTER = Refusals(SECTION)
by, refuse, under = _CHAPTER.by, _CHAPTER.refuse, _CHAPTER.under
