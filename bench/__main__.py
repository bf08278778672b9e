"""Runs every measurement, or the parts named, and prints a table as it goes; exits with 1 when a promise is broken."""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"

import django

django.setup()

from bench import chairs, demo, events, filing, incidents, mail, notices, pauses, stage, sweeping, votes  # noqa: E402

PARTS = {
    part.__name__.removeprefix("bench."): part
    for part in (chairs, votes, pauses, filing, incidents, events, notices, mail, sweeping, demo)
}


WIDTH = 58


def main(names: list[str]) -> int:
    """Build the stage once, run all, print each part as it is done."""
    if unknown := set(names) - set(PARTS):
        print(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    stage.migrate()
    print(f"{'what':<{WIDTH}}  {'ours':>12}  {'floor':>12}  {'ratio':>7}  {'promise':<34}  kept", flush=True)
    rows = []
    for name, part in PARTS.items():
        for row in part.measure() if name in names or not names else ():
            rows.append(row)
            print(
                f"{row.what:<{WIDTH}}  {row.ours:>12}  {row.floor:>12}  {row.ratio:>7}  {row.promise:<34}  "
                f"{'yes' if row.kept else 'NO'}",
                flush=True,
            )
    return 0 if all(row.kept for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
