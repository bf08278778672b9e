"""What the desk shows across apps: what waits, figures, what has happened, silence, the clerks' matrix."""

from apps.desk.selectors.authority import authority
from apps.desk.selectors.figures import Figures, figures, words
from apps.desk.selectors.happenings import Happening, happenings
from apps.desk.selectors.matrix import Cell, Duty, Matrix, MatrixRow, late_ones, matrix
from apps.desk.selectors.matters import OwnMatter, own_matter
from apps.desk.selectors.owners import owners_of
from apps.desk.selectors.setup import Checklist, Step, checklist
from apps.desk.selectors.silence import Page, Row, Silence, silent_page, unopened_soon
from apps.desk.selectors.waiting import resting, waiting

__all__ = [
    "Cell",
    "Checklist",
    "Duty",
    "Figures",
    "Happening",
    "Matrix",
    "MatrixRow",
    "OwnMatter",
    "Page",
    "Row",
    "Silence",
    "Step",
    "authority",
    "checklist",
    "figures",
    "happenings",
    "late_ones",
    "matrix",
    "own_matter",
    "owners_of",
    "resting",
    "silent_page",
    "unopened_soon",
    "waiting",
    "words",
]
