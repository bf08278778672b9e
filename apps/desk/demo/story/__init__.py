"""The demo's stories, one a committee."""

from apps.desk.demo.story.frontier import FRONTIER
from apps.desk.demo.story.pacific import PACIFIC

STORIES = (PACIFIC, FRONTIER)
"""In the order in which they are played; Frontier comes last, because its watched deadline is nearest."""
