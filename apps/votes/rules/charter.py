"""The charter's chapter on motions and votes."""

from apps.committees.rules.charter import Article, Section, presets
from apps.votes.rules.presets import NAMING
from apps.votes.rules.presets import PRESETS as RULES

SECOND = "votes.second"
SECOND_DAYS = "votes.second_days"
DISCUSSION_HOURS = "votes.discussion_hours"
LAPSE_DAYS = "votes.lapse_days"
WINDOW_HOURS = "votes.window_hours"
SILENCE_HOURS = "votes.silence_hours"
EMERGENCY_HOURS = "votes.emergency_hours"
REMIND_HOURS = "votes.remind_hours"
EARLY_CLOSE = "votes.early_close"
MINIMUM_HOURS = "votes.minimum_hours"
QUORUM_PERCENT = "votes.quorum_percent"
LATE_QUORUM_HOURS = "votes.late_quorum_hours"
HIDDEN = "votes.hidden"
INDEPENDENTS = "votes.independents"
WEIGHTS = "votes.weights"
RULE_GENERAL = "votes.rule_general"
RULE_CHARTER = "votes.rule_charter"
RULE_MEMBERS = "votes.rule_members"
RULE_CHAIR = "votes.rule_chair"
RULE_EMERGENCY = "votes.rule_emergency"
CASTING = "votes.casting"
PROXIES = "votes.proxies"
CERTIFY_HOURS = "votes.certify_hours"
REVIEW_DAYS = "votes.review_days"

EQUAL, TABLE, ASSESSED = "equal", "table", "assessed"
WEIGHT_WORDS = {
    EQUAL: "every member weighs the same",
    TABLE: "as the committee's table of weights says",
    ASSESSED: "as the member's assessed share of the funding",
}
WINDOW_OF = {"vote": WINDOW_HOURS, "silence": SILENCE_HOURS, "emergency": EMERGENCY_HOURS}
"""The article that gives the window of each procedure."""

RULE_WORDS = {key: rule.label for key, rule in RULES.items() if key not in NAMING}


def _rule(key: str, number: str, title: str, what: str, values: dict) -> Article:
    return Article(key, number, title, f"{what} by this rule: {{value}}.", "", values, choices=RULE_WORDS)


SECTION = Section(
    "votes",
    "Motions and votes",
    (
        Article(
            SECOND,
            "5.1",
            "Seconding",
            "A motion is discussed once another member has seconded it.",
            "",
            presets(False, True, True),
            otherwise="A motion is discussed as soon as it is proposed; nobody need second it.",
        ),
        Article(
            SECOND_DAYS,
            "5.2",
            "Motions that nobody seconds",
            "A motion that must be seconded and is not lapses after {value}.",
            "days",
            presets(7, 14, 30),
            least=1,
            most=180,
        ),
        Article(
            DISCUSSION_HOURS,
            "5.3",
            "Discussion",
            "A motion is discussed for at least {value} before voting opens; not in the emergency procedure.",
            "hours",
            presets(24, 72, 168),
            most=2160,
        ),
        Article(
            LAPSE_DAYS,
            "5.4",
            "Motions that are not put to the vote",
            "The portal opens voting on a motion where nobody has within {value} after its discussion began, and on an "
            "emergency motion at the end of the next day; one on which nobody could vote lapses.",
            "days",
            presets(30, 60, 120),
            least=1,
            most=730,
        ),
        Article(
            WINDOW_HOURS,
            "5.5a",
            "The window of a vote",
            "Voting stays open for {value}.",
            "hours",
            presets(48, 120, 336),
            least=1,
            most=2160,
        ),
        Article(
            SILENCE_HOURS,
            "5.5b",
            "The silence procedure",
            "A motion under the silence procedure is adopted unless a member objects, with a reason, within {value}.",
            "hours",
            presets(72, 120, 336),
            least=1,
            most=2160,
        ),
        Article(
            EMERGENCY_HOURS,
            "5.5c",
            "The window of an emergency vote",
            "Emergency voting stays open for {value}.",
            "hours",
            presets(6, 12, 24),
            least=1,
            most=168,
        ),
        Article(
            REMIND_HOURS,
            "5.6",
            "Closing soon",
            "Members that have not voted are reminded {value} before voting closes, where there is so much time.",
            "hours",
            presets(4, 24, 48),
            least=1,
            most=336,
        ),
        Article(
            EARLY_CLOSE,
            "5.7",
            "Closing early",
            "Voting closes early when the members that have not voted can no longer change the outcome.",
            "",
            presets(True, False, False),
            otherwise="Voting stays open to its hour, also when the outcome can no longer change.",
        ),
        Article(
            MINIMUM_HOURS,
            "5.8",
            "The shortest vote",
            "Voting never closes earlier than {value} after it opened.",
            "hours",
            presets(2, 24, 72),
            most=336,
        ),
        Article(
            QUORUM_PERCENT,
            "5.9",
            "Quorum",
            "Where its rule names no other quorum, a vote counts when at least {value} of the members that are not "
            "recused have voted or abstained.",
            "per cent",
            presets(50, 50, 60),
            most=100,
        ),
        Article(
            LATE_QUORUM_HOURS,
            "5.10",
            "Late quorum",
            "A vote without its quorum at the hour stays open once for another {value}; 0 means that it does not.",
            "hours",
            presets(24, 48, 0),
            most=336,
        ),
        Article(
            HIDDEN,
            "5.11",
            "Hidden until the close",
            "How members vote is hidden until voting closes, from everybody but the voter.",
            "",
            presets(False, True, False),
            otherwise="How members vote is shown as they vote.",
        ),
        Article(
            INDEPENDENTS,
            "5.12",
            "Independent members",
            "Independent members vote, each with one voice, except on what the charter leaves to the labs.",
            "",
            presets(True, True, True),
            otherwise="Only labs vote.",
        ),
        Article(
            WEIGHTS,
            "5.13",
            "Weights",
            "Where a rule counts weight, it is this: {value}.",
            "",
            presets(EQUAL, EQUAL, TABLE),
            choices=WEIGHT_WORDS,
        ),
        _rule(
            RULE_GENERAL,
            "5.14a",
            "The general rule",
            "A motion is decided, unless another article says otherwise,",
            presets("simple", "simple", "two-thirds"),
        ),
        _rule(
            RULE_CHARTER,
            "5.14b",
            "Amending the charter",
            "An amendment of the charter is decided",
            presets("two-thirds", "two-thirds", "eu-council"),
        ),
        _rule(
            RULE_MEMBERS,
            "5.14c",
            "Members",
            "Admitting, suspending, reinstating and expelling a member are decided",
            presets("two-thirds", "two-thirds", "two-thirds"),
        ),
        _rule(
            RULE_CHAIR,
            "5.14d",
            "Removing the chair",
            "Taking the chair from a member is decided",
            presets("absolute", "two-thirds", "two-thirds"),
        ),
        _rule(
            RULE_EMERGENCY,
            "5.14e",
            "Emergency votes",
            "In the emergency procedure a motion must carry by its own rule and",
            presets("pause-emergency", "pause-emergency", "pause-emergency"),
        ),
        Article(
            CASTING,
            "5.15",
            "Ties",
            "Where yes and no are equal, the ballot of the member in the chair decides.",
            "",
            presets(True, False, False),
            otherwise="Where yes and no are equal, the motion is lost.",
        ),
        Article(
            PROXIES,
            "5.16",
            "Proxies",
            "A member votes for at most {value} other members by proxy, where those do not vote themselves.",
            "proxies",
            presets(1, 1, 0),
            most=20,
        ),
        Article(
            CERTIFY_HOURS,
            "5.17",
            "Certification",
            "The chair's office certifies the result within {value} of the close; after that the portal does.",
            "hours",
            presets(24, 48, 120),
            least=1,
            most=720,
        ),
        Article(
            REVIEW_DAYS,
            "5.18",
            "Review of emergency decisions",
            "A decision taken in the emergency procedure is reviewed within {value}.",
            "days",
            presets(14, 30, 30),
            least=1,
            most=365,
        ),
    ),
)

QUORUM_ARTICLE = next(article.number for article in SECTION.articles if article.key == QUORUM_PERCENT)
"""The article by which nobody decides where nobody can vote."""
