"""Which port of this machine is free."""

import socket

from portal.embedded.errors import LauncherError

FIRST = 8000
TRIES = 100


def is_free(port: int) -> bool:
    """Whether nothing listens there under either loopback address (browsers try both for `localhost`)."""
    return not _answers(socket.AF_INET6, "::1", port) and _can_bind(port)


def choose(wanted: int | None) -> int:
    """The wanted port, or the first free one from 8000; LauncherError when the wanted one is taken."""
    if wanted is not None:
        if not 1 <= wanted <= 65535:
            raise LauncherError(f"PORT={wanted} is no port: give a number from 1 to 65535.")
        if not is_free(wanted):
            raise LauncherError(f"Port {wanted} is taken. Give another (make demo PORT=8123) or none.")
        return wanted
    for port in range(FIRST, FIRST + TRIES):
        if is_free(port):
            return port
    raise LauncherError(f"No port from {FIRST} to {FIRST + TRIES - 1} is free: give one (make demo PORT=…)")


def any_free() -> int:
    """A free port of 127.0.0.1 that the system picks."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _can_bind(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen(1)
        except OSError:
            return False
    return True


def _answers(family: socket.AddressFamily, host: str, port: int) -> bool:
    try:
        with socket.socket(family) as probe:
            probe.settimeout(0.3)
            return probe.connect_ex((host, port)) == 0
    except OSError:
        return False
