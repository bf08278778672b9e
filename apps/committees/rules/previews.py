"""What a drafted amendment of the charter would change: apps say it in sentences."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from apps.committees.rules.viewer import Viewer
from apps.kernel.registry import Registry

Preview = Callable[[Mapping[str, Any], Mapping[str, Any], datetime, Viewer], Sequence[str]]
"""Of all values as they are, all values as they would be, the instant at which one looks, and who looks: the sentences.

It is asked in the committee's context and counts only what the viewer may see. It may ask the database; where nothing
of its app would change it says so, or nothing at all.
"""

PREVIEWS: Registry[Preview] = Registry("charter previews", "what an amendment of the charter would change, app by app")
