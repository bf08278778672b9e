"""The charter's chapter on pauses."""

from apps.committees.rules.charter import Article, Section, presets
from apps.votes.rules.charter import RULE_WORDS

ACKNOWLEDGE_HOURS = "pauses.acknowledge_hours"
ATTEST_HOURS = "pauses.attest_hours"
RENEW_DAYS = "pauses.renew_days"
CONFIRM_HOURS = "pauses.confirm_hours"
STOP_HOURS = "pauses.stop_hours"
LONGEST_DAYS = "pauses.longest_days"
NOTICE_DAYS = "pauses.notice_days"
CONDITION_DAYS = "pauses.condition_days"
STANDS_WITHOUT = "pauses.stands_without"
PERMIT_DAYS = "pauses.permit_days"
RESPONSE_DAYS = "pauses.response_days"
LIFTS_BY_ITSELF = "pauses.lifts_by_itself"
CASE_DAYS = "pauses.case_days"
CONSEQUENCE_DAYS = "pauses.consequence_days"
RULE_PAUSE = "pauses.rule"


SECTION = Section(
    "pauses",
    "Pauses",
    (
        Article(
            RULE_PAUSE,
            "6.1",
            "Ordering, renewing and lifting a pause",
            "Ordering, renewing, confirming, stopping and lifting a pause are decided by this rule: {value}.",
            "",
            presets("pause-default", "pause-default", "pause-default"),
            choices=RULE_WORDS,
        ),
        Article(
            LONGEST_DAYS,
            "6.2",
            "The end of a pause",
            "Every pause has an end. It is never further than {value} ahead; a vote may renew it before that.",
            "days",
            presets(90, 180, 365),
            least=1,
            most=1825,
        ),
        Article(
            NOTICE_DAYS,
            "6.3",
            "Notice of the end",
            "Everybody is told {value} before a pause ends.",
            "days",
            presets(7, 14, 30),
            least=1,
            most=180,
        ),
        Article(
            CONFIRM_HOURS,
            "6.4a",
            "Emergency orders of the chair's office",
            "An emergency order of the chair's office lapses unless the committee confirms it within {value}.",
            "hours",
            presets(48, 72, 168),
            least=1,
            most=720,
        ),
        Article(
            STOP_HOURS,
            "6.4b",
            "Orders that follow from a threshold",
            "An order that follows from a threshold that was crossed runs unless the committee stops it; that is decided "
            "within {value}.",
            "hours",
            presets(48, 72, 168),
            least=1,
            most=720,
        ),
        Article(
            CONDITION_DAYS,
            "6.5",
            "Orders that wait for their condition",
            "An order whose condition of participation is not met within {value} of its adoption lapses.",
            "days",
            presets(30, 60, 180),
            least=1,
            most=1095,
        ),
        Article(
            STANDS_WITHOUT,
            "6.6",
            "A lab that leaves",
            "An order whose condition was met stands, also when a lab leaves later.",
            "",
            presets(False, True, False),
            otherwise="An order lapses when a lab leaves and its condition of participation is not met without it.",
        ),
        Article(
            ACKNOWLEDGE_HOURS,
            "6.7",
            "Service",
            "A lab that is served an order says so within {value}.",
            "hours",
            presets(12, 24, 72),
            least=1,
            most=720,
        ),
        Article(
            ATTEST_HOURS,
            "6.8",
            "Attestation",
            "A lab that an order binds attests within {value} that its runs in scope stand still.",
            "hours",
            presets(24, 72, 168),
            least=1,
            most=2160,
        ),
        Article(
            RENEW_DAYS,
            "6.9",
            "Renewed attestation",
            "While the order stands the lab attests again every {value}.",
            "days",
            presets(7, 14, 30),
            least=1,
            most=365,
        ),
        Article(
            PERMIT_DAYS,
            "6.10",
            "Permits for safety research",
            "A request for a permit is decided within {value}; without a decision it is refused.",
            "days",
            presets(5, 10, 20),
            least=1,
            most=180,
        ),
        Article(
            CASE_DAYS,
            "6.11",
            "Compliance cases",
            "A lab answers a compliance case within {value}.",
            "days",
            presets(3, 5, 14),
            least=1,
            most=180,
        ),
        Article(
            CONSEQUENCE_DAYS,
            "6.12",
            "Consequences",
            "A case that is open has its consequences one after the other, each {value} after the one before.",
            "days",
            presets(3, 7, 14),
            least=1,
            most=180,
        ),
        Article(
            RESPONSE_DAYS,
            "6.13",
            "Complete responses",
            "The chair's office answers a lab's complete response within {value}.",
            "days",
            presets(14, 30, 60),
            least=1,
            most=365,
        ),
        Article(
            LIFTS_BY_ITSELF,
            "6.14",
            "Lifting",
            "A pause is lifted at the moment all its conditions are met.",
            "",
            presets(True, False, False),
            otherwise="When all conditions of a pause are met a motion to lift it opens.",
        ),
    ),
)
