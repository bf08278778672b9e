"""The names of the motions about pauses."""

ACTIVATE, EXTEND, CONFIRM, LIFT = "pause.activate", "pause.extend", "pause.confirm", "pause.lift"
CONDITION = "pause.condition"
