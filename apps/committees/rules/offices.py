"""What holds for every office (chair, treasurer, custodian) and every clerk who decides."""

from apps.kernel.decisions import YES, Decision, no


def may_decide(*, is_own: bool) -> Decision:
    """Whether an office or a clerk decides here: never where it is their own organisation's matter."""
    return no("This is your own organisation's matter, so others decide.") if is_own else YES
