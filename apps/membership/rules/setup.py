"""Setting a committee up: until when another preset may be chosen, when a test notice may be sent again."""

from datetime import datetime, timedelta

from apps.kernel.decisions import YES, Decision, no

PAUSE = timedelta(minutes=10)


def may_choose_preset(*, decided: bool, same: bool, begun: bool) -> Decision:
    """Only before anything was decided under the charter; afterwards an amendment is needed."""
    if decided:
        return no("Something has happened under this charter already. Change it by an amendment.")
    if not begun:
        return no("An amendment has been adopted that is not in force yet. Change the charter by another.")
    return no("The charter has this preset already.") if same else YES


def may_send_test(*, last_at: datetime | None, now: datetime) -> Decision:
    """Not again while the last one may still be on its way."""
    if last_at is not None and now < last_at + PAUSE:
        return no("A test notice has just been sent. Give it ten minutes to arrive.")
    return YES


def may_close(*, closed: bool) -> Decision:
    """The checklist is closed once."""
    return no("The checklist is closed already.") if closed else YES
