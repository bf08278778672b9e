"""Who may preside next, and why not."""

from dataclasses import dataclass

from apps.kernel.decisions import YES, Decision, no


@dataclass(frozen=True, slots=True)
class Member:
    """A member at the instant at which a term begins.

    `presides` tells whether its kind presides at all (a lab, or the body of an independent member); `standing` is in
    the field's words, `excluded` why the year's list names it, `seated` whether somebody sits for it.
    """

    key: str
    name: str
    presides: bool = True
    admitted: bool = True
    standing: str = ""
    good: bool = True
    seated: bool = True
    excluded: str = ""


def may_preside(member: Member, *, last: str | None, alone: bool = False) -> Decision:
    """Whether the member may take the next term; `last` is who held the one before.

    Not twice in a row, unless it is `alone`: the only one who may.
    """
    if not member.presides:
        return no(f"{member.name} is neither a lab nor an independent member.")
    if not member.admitted:
        return no(f"{member.name} is not a member.")
    if not member.good:
        return no(f"{member.name} is not in good standing ({member.standing}).")
    if member.excluded:
        return no(f"{member.name} is excluded this year: {member.excluded}")
    if not member.seated:
        return no(f"Nobody sits for {member.name}.")
    if member.key == last and not alone:
        return no(f"{member.name} held the term before: nobody presides twice in a row.")
    return YES
