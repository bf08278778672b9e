"""Refusals about pauses, each by its article of the charter."""

from apps.committees.rules.refusals import Refusals
from apps.pauses.rules.charter import SECTION

_CHAPTER = Refusals(SECTION)
by, refuse, under = _CHAPTER.by, _CHAPTER.refuse, _CHAPTER.under
