"""The verbs of the chair."""

from apps.chairs.services.appointing import appoint_chair
from apps.chairs.services.away import declare_absence, end_absence
from apps.chairs.services.checklist import tick
from apps.chairs.services.excluding import exclude, lift
from apps.chairs.services.following import follow
from apps.chairs.services.removing import remove_chair
from apps.chairs.services.rotating import draw, name_value, start_rotation
from apps.chairs.services.settling import settle
from apps.chairs.services.swapping import agree, ask_swap, decline, withdraw
from apps.chairs.services.sweeping import sweep

__all__ = [
    "agree",
    "appoint_chair",
    "ask_swap",
    "declare_absence",
    "decline",
    "draw",
    "end_absence",
    "exclude",
    "follow",
    "lift",
    "name_value",
    "remove_chair",
    "settle",
    "start_rotation",
    "sweep",
    "tick",
    "withdraw",
]
