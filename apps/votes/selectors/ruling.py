"""By which rule a motion is decided, from the charter in force."""

from datetime import datetime

from apps.committees.models import CharterVersion
from apps.committees.rules.charter import value_of
from apps.committees.selectors import charter_at
from apps.votes.models import Motion
from apps.votes.rules.kinds import KINDS
from apps.votes.rules.rule import Rule
from apps.votes.rules.ruling import Charter, rule_under


def charter(now: datetime) -> tuple[CharterVersion, Charter]:
    """The version in force and its values (one query)."""
    version = charter_at(now)
    return version, lambda key: value_of(version.values, version.preset, key)


def charter_of(motion: Motion) -> Charter:
    """The values of the version under which voting on the motion was opened (one query)."""
    version = CharterVersion.objects.get(number=motion.charter)
    return lambda key: value_of(version.values, version.preset, key)


def rule_for(motion: Motion, values: Charter, *, chair: str = "") -> Rule:
    """The rule of the motion's kind and procedure; `chair` is the key of the member in the chair."""
    return rule_under(motion.procedure, KINDS[motion.kind].article, values, chair=chair)
