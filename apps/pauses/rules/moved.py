"""The names of the motions about pauses."""

ACTIVATE, EXTEND, CONFIRM, LIFT = "pause.activate", "pause.extend", "pause.confirm", "pause.lift"
CONDITION = "pause.condition"

DRAFT = "pause_draft"
"""What a draft of a pause is called where a motion is to name it."""
