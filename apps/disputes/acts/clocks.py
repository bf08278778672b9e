"""What the deadlines of a case are called, and by which clock of the charter each is reckoned."""

from collections.abc import Mapping

from apps.disputes.rules.clocks import Clock

TO_REPLY = "dispute_service.reply"
TO_CONSULT = "dispute.consult"
TO_TALK = "dispute.talk"
TO_ASK = "dispute.ask"
TO_SIZE = "dispute.size"
TO_COMPOSE = "dispute.compose"
TO_DRAW = "dispute.draw"
TO_SUBMIT = "dispute.submission"
TO_ANSWER = "dispute.answer"
TO_REBUT = "dispute.rebuttal"
TO_COMMENT = "dispute.comment"
TO_REPORT = "dispute.report"
TO_ADOPT = "dispute.adoption"
TO_ADOPT_AGAIN = "dispute.adoption_after_appeal"
TO_DECIDE_APPEAL = "dispute.appeal"
TO_INTEND = "dispute.intentions"
TO_AGREE = "dispute.agree_period"
TO_COMPLY = "dispute.comply"
TO_REVIEW = "dispute.review"
TO_REMEDY = "dispute.remedy"
TO_REVIEW_REMEDY = "dispute.remedy_review"
TO_SUSPEND = "dispute.suspension"
TO_RESTORE = "dispute.restoration"

CLOCK_OF: Mapping[str, Clock] = {
    TO_REPLY: Clock.REPLY,
    TO_CONSULT: Clock.BEGIN,
    TO_TALK: Clock.CONSULT,
    TO_ASK: Clock.PANEL,
    TO_SIZE: Clock.SIZE,
    TO_COMPOSE: Clock.COMPOSE,
    TO_DRAW: Clock.LOT,
    TO_SUBMIT: Clock.SUBMISSION,
    TO_ANSWER: Clock.ANSWER,
    TO_REBUT: Clock.REBUTTAL,
    TO_COMMENT: Clock.COMMENT,
    TO_REPORT: Clock.REPORT,
    TO_ADOPT: Clock.ADOPT,
    TO_ADOPT_AGAIN: Clock.ADOPT_APPEAL,
    TO_DECIDE_APPEAL: Clock.APPEAL,
    TO_INTEND: Clock.INTENTIONS,
    TO_AGREE: Clock.AGREE_PERIOD,
    TO_COMPLY: Clock.PERIOD,
    TO_REVIEW: Clock.REVIEW,
}

TALKING = (TO_CONSULT, TO_TALK, TO_ASK)
COMPOSING = (TO_SIZE, TO_COMPOSE, TO_DRAW)
PLEADING = (TO_SUBMIT, TO_ANSWER, TO_REBUT, TO_COMMENT)
OF_REMEDIES = (TO_REMEDY, TO_REVIEW_REMEDY, TO_SUSPEND, TO_RESTORE)
"""Their hours are those that the panel has ordered, not the charter's alone."""
ON_A_CASE = (*(key for key in CLOCK_OF if key != TO_REPLY), *OF_REMEDIES)
"""Every clock that runs on a case itself: none does when the case has ended."""
