"""Runs every measurement and prints one table; exits with 1 when a promise is broken."""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"

import django

django.setup()

from bench import demo, filing, incidents, stage  # noqa: E402


def main() -> int:
    """Build the stage once, run all, print."""
    stage.migrate()
    rows = [*filing.measure(), *incidents.measure(), *demo.measure()]
    width = max(len(row.what) for row in rows)
    print(f"\n{'what':<{width}}  {'ours':>12}  {'floor':>12}  {'ratio':>7}  {'promise':<34}  kept")
    for row in rows:
        print(
            f"{row.what:<{width}}  {row.ours:>12}  {row.floor:>12}  {row.ratio:>7}  {row.promise:<34}  "
            f"{'yes' if row.kept else 'NO'}"
        )
    return 0 if all(row.kept for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
