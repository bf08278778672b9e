"""The charter's chapter on membership."""

from apps.committees.rules.charter import PRESETS, Article, Section

INVITATION_DAYS = "membership.invitation_days"
OPERATOR_MINUTES = "membership.operator_session_minutes"
NOTICE_DAYS = "membership.notice_days"
APPLICATIONS = "membership.applications"
DOCUMENTS = "membership.documents"
TIER_POWERS = ("membership.tier_1_power", "membership.tier_2_power", "membership.tier_3_power")
TIERS = (
    (TIER_POWERS[0], "a", 23, "tier 1 or a higher one", "it says what it plans to train, and reports what goes wrong."),
    (TIER_POWERS[1], "b", 25, "tier 2 or a higher one", "its documents are reviewed as well."),
    (TIER_POWERS[2], "c", 26, "tier 3", "it lets an audit body in as well."),
)
"""Of each tier: its article's key and letter, the exponent of ten in every preset, its name, what it adds."""

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
        *(
            Article(
                key,
                f"1.6{letter}",
                f"Tier {tier}",
                f"A member whose largest training run took more than {{value}} is of {called}: {duty}",
                "FLOP",
                dict.fromkeys(PRESETS, power),
                least=20,
                most=35,
                power=True,
            )
            for tier, (key, letter, power, called, duty) in enumerate(TIERS, 1)
        ),
    ),
)
