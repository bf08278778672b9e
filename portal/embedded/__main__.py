"""The launcher's command line: python -m portal.embedded demo | demo-reset | throwaway -- COMMAND…"""

import argparse
import signal
import sys
from types import FrameType

import psycopg

from apps.kernel.cluster import BadAddress
from portal.embedded import demo, throwaway
from portal.embedded.errors import LauncherError
from portal.embedded.processes import stop_with_parent

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """A signal asked for the end; unwinds like KeyboardInterrupt so that everything is stopped on the way."""

    def __init__(self, number: int) -> None:
        self.number = number


def _stop(number: int, _frame: FrameType | None) -> None:
    for ending in ENDING:
        signal.signal(ending, _already_stopping)
    raise Stopped(number)


def _already_stopping(_number: int, _frame: FrameType | None) -> None:
    """A second Ctrl-C must not cut the orderly stop short."""


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise LauncherError(f"PORT={text} is no port: give a number from 1 to 65535.")
    return int(text)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m portal.embedded")
    verbs = parser.add_subparsers(dest="verb", required=True)
    run = verbs.add_parser("demo", help="run the whole portal until Ctrl-C")
    run.add_argument("--port", type=_port, default=None, help="default: the first free from 8000")
    run.add_argument("--stop-with-parent", action="store_true", help="end when make is killed")
    verbs.add_parser("demo-reset", help="throw the demo's data away")
    spare = verbs.add_parser("throwaway", help="run a command on servers that are deleted afterwards")
    spare.add_argument("command", nargs=argparse.REMAINDER, help="-- COMMAND…")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Run a verb; its exit status."""
    for ending in ENDING:
        if ending is not signal.SIGHUP or signal.getsignal(ending) is not signal.SIG_IGN:  # nohup
            signal.signal(ending, _stop)
    try:
        options = _parse(arguments)
        if options.verb == "demo":
            if options.stop_with_parent:
                stop_with_parent()
            demo.run(options.port)
            return 0
        if options.verb == "demo-reset":
            demo.reset()
            return 0
        command = options.command[1:] if options.command[:1] == ["--"] else options.command
        if not command:
            raise LauncherError("Say what to run: python -m portal.embedded throwaway -- COMMAND…")
        return throwaway.run(command)
    except (LauncherError, BadAddress, psycopg.Error) as error:
        print(str(error).strip(), file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.strerror}: {error.filename or 'while writing'}", file=sys.stderr)
        return 1
    except Stopped as stopped:
        return 0 if arguments[:1] == ["demo"] else 128 + stopped.number


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
