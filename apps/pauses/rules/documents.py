"""The signed document of what binds one lab: as data, and read back; whoever signs and checks it stands elsewhere.

The envelope is DSSE v1 (github.com/secure-systems-lab/dsse): the signature is over the payload's own bytes, so that
nobody has to write JSON the same way twice.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.pauses.rules.measures import Measure, Order
from apps.pauses.rules.permits import Permit
from apps.pauses.states import Extent, Restricts

FORMAT = "concord/measures/v1"
PAYLOAD_TYPE = "application/vnd.concord.measures+json"


@dataclass(frozen=True, slots=True)
class Measures:
    """Everything that binds one lab of one committee, as the portal knew it at `issued_at`, good until `valid_until`."""

    committee: str
    lab: str
    issued_at: datetime
    valid_until: datetime
    orders: tuple[Order, ...]
    permits: tuple[Permit, ...]

    def as_data(self) -> dict[str, Any]:
        """As JSON holds it: whole numbers of FLOP as text, times with their offset."""
        return {
            "format": FORMAT,
            "committee": self.committee,
            "lab": self.lab,
            "issued_at": self.issued_at.isoformat(),
            "valid_until": self.valid_until.isoformat(),
            "orders": [_order_data(order) for order in self.orders],
            "permits": [_permit_data(permit) for permit in self.permits],
        }

    @classmethod
    def from_data(cls, data: Any) -> "Measures":
        """Read it back; raises ValueError for any other shape, so that what is not understood is never obeyed."""
        try:
            if data["format"] != FORMAT:
                raise ValueError(f"the format is not {FORMAT}")
            found = cls(
                _text(data["committee"]),
                _text(data["lab"]),
                _time(data["issued_at"]),
                _time(data["valid_until"]),
                tuple(_order(row) for row in data["orders"]),
                tuple(_permit(row) for row in data["permits"]),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"a part is missing or of another type: {error}") from None
        if found.as_data() != data:
            raise ValueError("a part is not known, or is written in another way")
        return found


def encoded(payload_type: str, payload: bytes) -> bytes:
    """What a DSSE signature is over: the type and the payload, each behind its length in bytes."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def envelope(payload: bytes, signatures: Mapping[str, bytes]) -> dict[str, Any]:
    """The envelope of a payload with a signature by key id."""
    rows = [{"keyid": key, "sig": base64.b64encode(sig).decode()} for key, sig in signatures.items()]
    return {"payloadType": PAYLOAD_TYPE, "payload": base64.b64encode(payload).decode(), "signatures": rows}


def opened(data: Any) -> tuple[bytes, dict[str, bytes]]:
    """The payload of an envelope and its signatures by key id; raises ValueError for any other shape."""
    try:
        if data["payloadType"] != PAYLOAD_TYPE:
            raise ValueError(f"the payload is not {PAYLOAD_TYPE}")
        signatures = {_text(row["keyid"]): base64.b64decode(row["sig"], validate=True) for row in data["signatures"]}
        return base64.b64decode(data["payload"], validate=True), signatures
    except (KeyError, TypeError, AttributeError, binascii.Error) as error:
        raise ValueError(f"the envelope has another shape: {error}") from None


def parsed(payload: bytes) -> Measures:
    """The document that the payload holds; raises ValueError."""
    return Measures.from_data(json.loads(payload.decode()))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("text is needed")
    return value


def _time(value: Any) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError(f"the time {value} has no offset")
    return moment


def _perhaps_time(value: Any) -> datetime | None:
    return None if value is None else _time(value)


def _number(value: Any) -> int:
    text = _text(value)
    if not text.isascii() or not text.isdigit() or len(text) > 40:
        raise ValueError(f"not a whole number: {text[:50]!r}")
    return int(text)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _order_data(order: Order) -> dict[str, Any]:
    return {
        "ref": order.ref,
        "in_force_at": _iso(order.in_force_at),
        "ended_at": _iso(order.ended_at),
        "drill": order.is_drill,
        "measures": [_measure_data(measure) for measure in order.measures],
    }


def _order(row: Any) -> Order:
    if not isinstance(row["drill"], bool):
        raise TypeError("drill is true or false")
    measures = tuple(_measure(one) for one in row["measures"])
    return Order(
        _text(row["ref"]), measures, _perhaps_time(row["in_force_at"]), _perhaps_time(row["ended_at"]), row["drill"]
    )


def _measure_data(measure: Measure) -> dict[str, Any]:
    return {
        "key": measure.key,
        "restricts": measure.restricts.value,
        "labs": sorted(measure.labs),
        "starts_at": measure.starts_at.isoformat(),
        "until": measure.until.isoformat(),
        "extent": measure.extent.value,
        "above": None if measure.above is None else str(measure.above),
        "marker": measure.marker,
        "lifted_at": _iso(measure.lifted_at),
    }


def _measure(row: Any) -> Measure:
    return Measure(
        _text(row["key"]),
        Restricts(row["restricts"]),
        frozenset(_text(lab) for lab in row["labs"]),
        _time(row["starts_at"]),
        _time(row["until"]),
        Extent(row["extent"]),
        None if row["above"] is None else _number(row["above"]),
        _text(row["marker"]),
        _perhaps_time(row["lifted_at"]),
    )


def _permit_data(permit: Permit) -> dict[str, Any]:
    return {
        "key": permit.key,
        "lab": permit.lab,
        "run": permit.run,
        "measures": sorted(permit.measures),
        "flop": str(permit.flop),
        "starts_at": permit.starts_at.isoformat(),
        "until": permit.until.isoformat(),
        "conditions": permit.conditions,
        "revoked_at": _iso(permit.revoked_at),
    }


def _permit(row: Any) -> Permit:
    return Permit(
        _text(row["key"]),
        _text(row["lab"]),
        _text(row["run"]),
        frozenset(_text(key) for key in row["measures"]),
        _number(row["flop"]),
        _time(row["starts_at"]),
        _time(row["until"]),
        _text(row["conditions"]),
        _perhaps_time(row["revoked_at"]),
    )
