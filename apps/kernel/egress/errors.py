"""Why nothing was sent, or nothing came back; `reason` is a sentence for whoever keeps the address."""


class EgressError(Exception):
    """Either of the two below; `reason` names no address that the person did not type."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotAllowed(EgressError):
    """The portal will not send there; trying again changes nothing until address or headers change."""


class Unreachable(EgressError):
    """No name, no connection, no trusted certificate, no whole answer in time; later it may work."""
