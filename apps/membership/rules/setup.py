"""Founding a committee: when its charter may still be another preset's."""

from apps.kernel.decisions import YES, Decision, no


def may_choose_preset(*, decided: bool, same: bool, begun: bool) -> Decision:
    """Only before anything was decided under the charter; afterwards an amendment is needed."""
    if decided:
        return no("Something has happened under this charter already. Change it by an amendment.")
    if not begun:
        return no("An amendment has been adopted that is not in force yet. Change the charter by another.")
    return no("The charter has this preset already.") if same else YES
