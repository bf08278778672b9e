"""What the chair's rules are fed with, and what its pages show."""

from apps.chairs.selectors.board import Board, board
from apps.chairs.selectors.scene import Scene, scene
from apps.chairs.selectors.standing_in import next_seat, would_preside

__all__ = ["Board", "Scene", "board", "next_seat", "scene", "would_preside"]
