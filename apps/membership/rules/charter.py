"""The charter's chapter on membership."""

from apps.committees.rules.charter import Article, Section

INVITATION_DAYS = "membership.invitation_days"
OPERATOR_MINUTES = "membership.operator_session_minutes"

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
    ),
)
