"""Runs every measurement, or the parts named, and prints one table; exits with 1 when a promise is broken."""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"

import django

django.setup()

from bench import chairs, demo, events, filing, incidents, mail, notices, stage, sweeping  # noqa: E402

PARTS = {
    part.__name__.removeprefix("bench."): part
    for part in (filing, incidents, events, notices, mail, sweeping, chairs, demo)
}


def main(names: list[str]) -> int:
    """Build the stage once, run all, print."""
    if unknown := set(names) - set(PARTS):
        print(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    stage.migrate()
    rows = [row for name, part in PARTS.items() if name in names or not names for row in part.measure()]
    width = max(len(row.what) for row in rows)
    print(f"\n{'what':<{width}}  {'ours':>12}  {'floor':>12}  {'ratio':>7}  {'promise':<34}  kept")
    for row in rows:
        print(
            f"{row.what:<{width}}  {row.ours:>12}  {row.floor:>12}  {row.ratio:>7}  {row.promise:<34}  "
            f"{'yes' if row.kept else 'NO'}"
        )
    return 0 if all(row.kept for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
