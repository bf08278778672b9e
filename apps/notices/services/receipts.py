"""Confirming that one has read what an act asks its readers to confirm."""

import uuid
from datetime import datetime

from apps.committees.rules.viewer import Viewer
from apps.notices.acts import RECEIPT_GIVEN
from apps.notices.models import Notice
from apps.notices.rules import may_confirm_receipt
from apps.record.rules import CATALOGUE
from apps.record.selectors import visible_subjects
from apps.record.services import record


def confirm_receipt(*, actor: Viewer, now: datetime, uid: uuid.UUID) -> Notice:
    """Confirm having read one of the seat's own notices, which enters the record; again changes nothing.

    Raises Notice.DoesNotExist where it is not the seat's or its subject is no longer open to it; Refused where
    nobody asks for it.
    """
    notice = Notice.objects.visible_to(actor).select_related("act").select_for_update(of=("self",)).get(uid=uid)
    about = notice.subject_kind, notice.subject_id
    if about not in visible_subjects(actor, {about}):
        raise Notice.DoesNotExist
    may_confirm_receipt(actor, notice.receipt_due).require()
    if notice.receipt_at is None:
        notice.receipt_at, notice.read_at = now, notice.read_at or now
        notice.save(update_fields=["receipt_at", "read_at"])
        facts = {"act": str(notice.act.uid), "what": CATALOGUE[notice.act.kind].label}
        record(RECEIPT_GIVEN, actor=actor, now=now, subject=(*about, notice.subject_ref), facts=facts)
    return notice
