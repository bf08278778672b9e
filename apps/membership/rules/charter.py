"""The charter's chapter on membership."""

from apps.committees.rules.charter import Article, Section

INVITATION_DAYS = "membership.invitation_days"
OPERATOR_MINUTES = "membership.operator_session_minutes"
NOTICE_DAYS = "membership.notice_days"
APPLICATIONS = "membership.applications"
DOCUMENTS = "membership.documents"
TIER_POWERS = ("membership.tier_1_power", "membership.tier_2_power", "membership.tier_3_power")

SECTION = Section(
    "membership",
    "Membership",
    (
        Article(
            INVITATION_DAYS,
            "1.1",
            "Invitations",
            "An invitation to a seat can be used once, within {value}.",
            "days",
            {"small": 7, "standard": 14, "treaty": 30},
            least=1,
            most=90,
        ),
        Article(
            OPERATOR_MINUTES,
            "1.2",
            "Operators",
            "Whoever runs the portal sees the committee's content only in a recorded session with a reason, of at "
            "most {value}; every member and clerk is told.",
            "minutes",
            {"small": 60, "standard": 60, "treaty": 30},
            least=5,
            most=60,
        ),
        Article(
            NOTICE_DAYS,
            "1.3",
            "Leaving",
            "A member may leave with notice of {value}; until that day has ended it keeps every right and every duty.",
            "days",
            {"small": 30, "standard": 90, "treaty": 365},
            least=1,
            most=730,
        ),
        Article(
            APPLICATIONS,
            "1.4",
            "Applications",
            "An organisation that is no member may apply on the committee's public page.",
            "",
            {"small": True, "standard": True, "treaty": True},
            otherwise="The committee takes no applications.",
        ),
        Article(
            DOCUMENTS,
            "1.5",
            "What comes with an application",
            "An application comes with {value}.",
            "",
            {"small": "registration", "standard": "registration_policy", "treaty": "registration_policy_mandate"},
            choices={
                "statement": "the applicant's statement alone",
                "registration": "proof that the applicant is registered",
                "registration_policy": "proof that the applicant is registered, and its safety policy",
                "registration_policy_mandate": "proof that the applicant is registered, its safety policy, "
                "and the mandate of whoever applies for it",
            },
        ),
        Article(
            TIER_POWERS[0],
            "1.6a",
            "Tier 1",
            "A member whose largest training run took more than ten to the power of {value} FLOP is of tier 1: "
            "besides reporting what goes wrong it says what it plans to train.",
            "",
            {"small": 23, "standard": 23, "treaty": 23},
            least=20,
            most=35,
        ),
        Article(
            TIER_POWERS[1],
            "1.6b",
            "Tier 2",
            "A member whose largest training run took more than ten to the power of {value} FLOP is of tier 2: "
            "besides, its documents are reviewed.",
            "",
            {"small": 25, "standard": 25, "treaty": 25},
            least=20,
            most=35,
        ),
        Article(
            TIER_POWERS[2],
            "1.6c",
            "Tier 3",
            "A member whose largest training run took more than ten to the power of {value} FLOP is of tier 3: "
            "besides, it lets an audit body in.",
            "",
            {"small": 26, "standard": 26, "treaty": 26},
            least=20,
            most=35,
        ),
    ),
)
