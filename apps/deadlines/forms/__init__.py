"""The forms of deadlines."""

from apps.deadlines.forms.feeds import FeedForm
from apps.deadlines.forms.filters import FilterForm
from apps.deadlines.forms.verbs import (
    ChaseForm,
    ExtendForm,
    HandOverForm,
    PauseForm,
    ResumeForm,
    TakeOnForm,
    VerbForm,
    WaiveForm,
)

__all__ = [
    "ChaseForm",
    "ExtendForm",
    "FeedForm",
    "FilterForm",
    "HandOverForm",
    "PauseForm",
    "ResumeForm",
    "TakeOnForm",
    "VerbForm",
    "WaiveForm",
]
