"""Which labels are open to a viewer who is not named (DESIGN section 3, TLP 2.0)."""

from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.kernel.tlp import TLP


def open_labels(viewer: Viewer) -> frozenset[TLP]:
    """The labels whose reports the viewer sees without being named or of the reporting organisation."""
    labels = {TLP.GREEN, TLP.CLEAR}
    if viewer.is_clerk or viewer.chairs_office:
        labels |= {TLP.AMBER_STRICT, TLP.AMBER}
    if viewer.role == Role.AUDITOR and not viewer.is_operator:
        labels.add(TLP.AMBER)
    return frozenset(labels)


NARROWED_ROLES = frozenset({Role.OBSERVER, Role.SERVICE})
"""The seats of an authority: where its access covers only what is addressed to it, GREEN does not let them in."""


def open_roles(label: str) -> frozenset[Role]:
    """The inverse: roles whose seats see any report with this label; the chair's office is asked apart."""
    if label in {TLP.GREEN, TLP.CLEAR}:
        return frozenset(Role)
    if label == TLP.AMBER:
        return frozenset({Role.CLERK, Role.AUDITOR})
    if label == TLP.AMBER_STRICT:
        return frozenset({Role.CLERK})
    return frozenset()


def open_to_chairs_office(label: str) -> bool:
    """Whether the chair, the deputy and whoever presides instead see reports with this label."""
    return label != TLP.RED


def labels_open_to_chairs_office() -> frozenset[TLP]:
    """The labels whose reports the chair's office sees."""
    return frozenset(label for label in TLP if open_to_chairs_office(label))
