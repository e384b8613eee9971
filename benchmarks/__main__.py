"""`uv run python -m benchmarks [NAME…] [--json FILE] [--quick]`: measure, and print a table and JSON."""

import argparse
import importlib
import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.results import Result, table
from benchmarks.stage import WORKERS, stage

MEASURES = {
    "create": "creating",
    "list": "listing",
    "live": "listening",
    "read": "reading",
    "paint": "painting",
    "mark": "marking",
    "scroll": "scrolling",
    "import": "importing",
}
FULL = {
    "rounds": 5, "documents": 40, "creates": 2_000, "lists": 1_200, "listed": 5_000, "reads": 200,
    "listeners": 1_000, "commits": 60,
    "book": 100_000, "marks": 5_000, "paints": 7, "adds": 9, "scrolls": 3,
    "articles": 1_000, "many_articles": 20_000, "imports": 3,
}  # fmt: skip
QUICK = {
    "rounds": 1, "documents": 2, "creates": 16, "lists": 16, "listed": 600, "reads": 5,
    "listeners": 4, "commits": 3,
    "book": 2_000, "marks": 50, "paints": 1, "adds": 1, "scrolls": 1,
    "articles": 10, "many_articles": 20, "imports": 1,
}  # fmt: skip


def main() -> int:
    """Measure what was asked for; 1 when a target is missed, save by a quick run, which shows only that it runs."""
    options = _options()
    results: list[Result] = []
    with stage() as made:
        made.sizes = QUICK if options.quick else FULL
        for name in options.names or MEASURES:
            print(f"measuring: {name} …", file=sys.stderr, flush=True)
            results += importlib.import_module(f"benchmarks.{MEASURES[name]}").measure(made)
    report = json.dumps(_report(results, quick=options.quick), indent=1)
    print(table(results))
    if options.json:
        Path(options.json).write_text(report + "\n")
    else:
        print(f"\n{report}")
    return 0 if options.quick or all(result.holds for result in results) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"what to measure: {', '.join(MEASURES)} (all)")
    parser.add_argument("--json", metavar="FILE", help="write the JSON there, rather than below the table")
    parser.add_argument("--quick", action="store_true", help="tiny sizes: shows that it runs, measures nothing")
    options = parser.parse_args()
    if unknown := set(options.names) - set(MEASURES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}. There are: {', '.join(MEASURES)}.")
    return options


def _report(results: list[Result], *, quick: bool) -> dict[str, object]:
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "quick": quick,
        "machine": {"cores": os.cpu_count(), "architecture": platform.machine()},
        "python": platform.python_version(),
        "workers": WORKERS,
        "results": [result.as_json() for result in results],
    }


if __name__ == "__main__":
    sys.exit(main())
