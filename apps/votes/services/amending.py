"""The text of a motion changes, as the committee decided by a carried amendment."""

from datetime import datetime

from django.db.models import Max

from apps.committees.rules.viewer import Portal
from apps.votes import acts
from apps.votes.models import Motion, MotionText
from apps.votes.services.telling import tell


def change_text(motion: Motion, *, now: datetime, text: str, because: str) -> None:
    """Give a motion the text that the committee decided on; the old one stays readable."""
    number = (motion.texts.aggregate(most=Max("number"))["most"] or 0) + 1
    MotionText.objects.create(motion=motion, number=number, title=motion.title, text=text, because=because, at=now)
    motion.text = text
    motion.digest = motion.fingerprint
    motion.version += 1
    motion.save(update_fields=["text", "digest", "version"])
    facts = {"number": number, "because": because}
    tell(acts.AMENDED, motion, actor=Portal(because), now=now, facts=facts)
