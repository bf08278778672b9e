"""Pure rules of deadlines: reckoning time, clocks, ladders. Here are the names that other apps declare clocks with."""

from apps.deadlines.rules.clocks import CLOCKS, ClockRule, Does, Repeat, Step, Terms
from apps.deadlines.rules.ends import ENDS, LAPSE, End
from apps.deadlines.rules.pagers import PAGERS
from apps.deadlines.rules.reckoning import Unit

__all__ = ["CLOCKS", "ENDS", "LAPSE", "PAGERS", "ClockRule", "Does", "End", "Repeat", "Step", "Terms", "Unit"]
