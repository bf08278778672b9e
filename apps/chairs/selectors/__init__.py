"""What the chair's rules are fed with, and what its pages show."""

from apps.chairs.selectors.board import Board, board
from apps.chairs.selectors.scene import Scene, scene

__all__ = ["Board", "Scene", "board", "scene"]
