"""The charter's chapter on disputes.

The times are those of the Dispute Settlement Understanding of the WTO (DSU), which is a treaty: so `standard` and
`treaty` have them as they are there, and `small` a sixth of each, rounded up, never under two days or one month.
"""

from collections.abc import Mapping

from apps.committees.rules.charter import Article, Section, Value, presets
from apps.committees.rules.refusals import Refusals
from apps.votes.rules.charter import RULE_WORDS

REPLY_DAYS = "disputes.reply_days"
BEGIN_DAYS = "disputes.begin_days"
CONSULT_DAYS = "disputes.consult_days"
URGENT_CONSULT_DAYS = "disputes.urgent_consult_days"
PANEL_SIZE = "disputes.panel_size"
SIZE_DAYS = "disputes.size_days"
COMPOSE_DAYS = "disputes.compose_days"
LOT_DAYS = "disputes.lot_days"
STRIKES = "disputes.strikes"
TIES = "disputes.ties"
JOIN_DAYS = "disputes.join_days"
SUBMISSION_DAYS = "disputes.submission_days"
REBUTTAL_DAYS = "disputes.rebuttal_days"
COMMENT_DAYS = "disputes.comment_days"
SEAL_DAYS = "disputes.seal_days"
REPORT_MONTHS = "disputes.report_months"
URGENT_REPORT_MONTHS = "disputes.urgent_report_months"
LONGEST_MONTHS = "disputes.longest_months"
SUSPENSION_MONTHS = "disputes.suspension_months"
ADOPT_FROM_DAYS = "disputes.adopt_from_days"
ADOPT_DAYS = "disputes.adopt_days"
REJECT_RULE = "disputes.reject_rule"
APPEAL = "disputes.appeal"
APPEAL_DAYS = "disputes.appeal_days"
APPEAL_MOST_DAYS = "disputes.appeal_most_days"
ADOPT_APPEAL_DAYS = "disputes.adopt_appeal_days"
INTENTIONS_DAYS = "disputes.intentions_days"
PERIOD_DAYS = "disputes.period_days"
ARBITER_DAYS = "disputes.arbiter_days"
PERIOD_MONTHS = "disputes.period_months"
REVIEW_DAYS = "disputes.review_days"
SETTLE = "disputes.settle"
REMEDIES = "disputes.remedies"
PORTAL = "disputes.portal"

ONE, THREE = "one", "three"
SIZES = {ONE: "one panellist", THREE: "three panellists"}
IN_ORDER, ANY = "in_order", "any"
LADDERS = {
    IN_ORDER: "a corrective plan first, compensation where that fails, suspended rights where that fails too",
    ANY: "a corrective plan, compensation or suspended rights, as the panel sees fit",
}
DIVISOR, FEWEST_DAYS, FEWEST_MONTHS = 6, 2, 1


def sixth(number: int, least: int) -> int:
    """A sixth, rounded up, and at least so much: how `small` shortens a time (DOMAIN section 6)."""
    return max(-(-number // DIVISOR), least)


def _times(number: int, least: int) -> dict[str, Value]:
    return presets(sixth(number, least), number, number)


def _days(key: str, number: str, title: str, sentence: str, standard: int) -> Article:
    return Article(key, number, title, sentence, "days", _times(standard, FEWEST_DAYS), least=1, most=730)


def _months(key: str, number: str, title: str, sentence: str, standard: int) -> Article:
    return Article(key, number, title, sentence, "months", _times(standard, FEWEST_MONTHS), least=1, most=60)


def _choice(key: str, number: str, title: str, sentence: str, value: str, choices: Mapping[str, str]) -> Article:
    return Article(key, number, title, sentence, "", presets(value, value, value), choices=choices)


SECTION = Section(
    "disputes",
    "Disputes",
    (
        _days(REPLY_DAYS, "8.1a", "Reply", "The respondent replies to a complaint within {value} of its service; in an urgent case consultations have begun by then.", 10),
        _days(BEGIN_DAYS, "8.1b", "Beginning of consultations", "The parties enter consultations within {value} of the complaint's service; otherwise the complainant may ask for a panel at once.", 30),
        _days(CONSULT_DAYS, "8.1c", "End of consultations", "Consultations last at most {value} from the complaint's service; then the complainant may ask for a panel.", 60),
        _days(URGENT_CONSULT_DAYS, "8.1d", "Consultations in an urgent case", "In an urgent case consultations last at most {value} from the complaint's service.", 20),
        _choice(PANEL_SIZE, "8.2a", "The panel", "A panel is of {value}, unless the parties agree on one, three or five.", THREE, SIZES),
        _days(SIZE_DAYS, "8.2b", "Agreeing on the panel's size", "The parties may agree on a panel of another size within {value} of its establishment.", 10),
        _days(COMPOSE_DAYS, "8.2c", "Composition by the parties", "The parties compose the panel within {value} of its establishment.", 20),
        _days(LOT_DAYS, "8.2d", "Composition by lot", "Where the parties have not composed the panel it is drawn by lot within {value} of the end of their time.", 10),
        Article(STRIKES, "8.2e", "Strikes", "Before the lot each side may strike, without a reason, up to {value} from the list.", "names", presets(1, 2, 2), most=10),
        Article(
            TIES,
            "8.2f",
            "Who may not sit",
            "Nobody sits in a case whose organisation, or an organisation tied to it, is party or third party, unless all parties agree.",
            "",
            presets(True, True, True),
            otherwise="Nobody sits in a case whose own organisation, or an affiliate of it, is party or third party, unless all parties agree; other ties are only disclosed.",
        ),
        _days(JOIN_DAYS, "8.3", "Third parties and joinder", "Who wishes to take part in a case says so within {value} of the panel's establishment.", 10),
        _days(SUBMISSION_DAYS, "8.4a", "First submissions", "A party files its first submission within {value}, the complainant's from the panel's composition, the respondent's from service of the complainant's, unless the panel orders otherwise.", 21),
        _days(REBUTTAL_DAYS, "8.4b", "Rebuttals", "A party files its rebuttal within {value} of service of the other's submission, unless the panel orders otherwise.", 14),
        _days(COMMENT_DAYS, "8.4c", "Interim review", "The parties comment on the interim report within {value} of its service.", 7),
        _days(SEAL_DAYS, "8.4d", "Seals", "What a party seals is sealed at once; an objection to a seal is decided within {value}.", 10),
        _months(REPORT_MONTHS, "8.5a", "The report", "The panel reports within {value} of its composition.", 6),
        _months(URGENT_REPORT_MONTHS, "8.5b", "The report in an urgent case", "In an urgent case the panel reports within {value} of its composition.", 3),
        _months(LONGEST_MONTHS, "8.5c", "The longest time of a panel", "No panel takes longer than {value} from its establishment.", 9),
        _months(SUSPENSION_MONTHS, "8.5d", "Suspension", "A panel's work is suspended for at most {value}; then its authority lapses. So does a complaint for which nobody asks for a panel for so long.", 12),
        _days(ADOPT_FROM_DAYS, "8.6a", "When a report can be adopted", "A report is adopted at the earliest {value} after its circulation.", 20),
        _days(ADOPT_DAYS, "8.6b", "Adoption", "A report is adopted {value} after its circulation, unless it was appealed or the committee has rejected it.", 60),
        _choice(REJECT_RULE, "8.6c", "Rejecting a report", "A report is rejected by this rule only: {value}.", "consensus", RULE_WORDS),
        Article(
            APPEAL,
            "8.7a",
            "Appeal",
            "A party may appeal to a second panel on questions of law until the report is adopted.",
            "",
            presets(False, True, True),
            otherwise="There is no appeal.",
        ),
        _days(APPEAL_DAYS, "8.7b", "The report on appeal", "The second panel reports within {value} of the appeal.", 60),
        _days(APPEAL_MOST_DAYS, "8.7c", "The longest time of an appeal", "No appeal takes longer than {value}.", 90),
        _days(ADOPT_APPEAL_DAYS, "8.7d", "Adoption after an appeal", "A report that was appealed is adopted {value} after the second panel's report, unless the committee has rejected it.", 30),
        _days(INTENTIONS_DAYS, "8.8a", "Statement of intentions", "The respondent says within {value} of adoption how it will comply.", 30),
        _days(PERIOD_DAYS, "8.8b", "The time to comply", "The parties agree on the time to comply within {value} of adoption.", 45),
        _days(ARBITER_DAYS, "8.8c", "The arbiter", "Where they have not agreed, an arbiter drawn by lot sets the time to comply within {value} of adoption.", 90),
        _months(PERIOD_MONTHS, "8.8d", "The longest time to comply", "An arbiter gives at most {value} from adoption; so much it is where nobody has set a time.", 15),
        _days(REVIEW_DAYS, "8.9", "Compliance review", "The panel of a compliance review reports within {value} of the request.", 90),
        _choice(REMEDIES, "8.10", "Remedies", "The remedies are {value}.", IN_ORDER, LADDERS),
        Article(
            SETTLE,
            "8.11",
            "Settlement",
            "The parties may settle at any time; what they write to each other about it is never shown to a panel.",
            "",
            presets(True, True, True),
            otherwise="The parties may settle until the report is circulated; what they write to each other about it is never shown to a panel.",
        ),
        Article(
            PORTAL,
            "8.12",
            "Complaints of the committee",
            "The portal complains for the committee where a pause-compliance case, an unpaid contribution or an audit finding that nobody answered has come to the end of its course.",
            "",
            presets(True, True, True),
            otherwise="Only members complain; the committee itself does not.",
        ),
    ),
)  # fmt: skip

_CHAPTER = Refusals(SECTION)
by, refuse, under = _CHAPTER.by, _CHAPTER.refuse, _CHAPTER.under
