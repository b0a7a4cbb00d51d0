"""Attacks the verifiers: a million claims that are nearly right, each verdict judged by an oracle of its own.

    python benchmarks/attack.py --verdicts 1000000 --seed 0 --workers 2 --json attack.json
    python benchmarks/attack.py --kinds periodic definite --verdicts 2000
    nice -n 19 python benchmarks/attack.py --workers 1 --patience 3600 --json attack.json
    python benchmarks/attack.py --case 4711                 # one case again, with all its verdicts

Case n of a seed is always the same. With --json what was found is written after every block; the same command goes on
from there, also after Ctrl-C. The exit code is 1 where a wrong verdict was found.
"""

import argparse
import json
import sys
import time
from pathlib import Path

from ansatz.data.atomic import write
from ansatz.errors import AnsatzError
from ansatz.evaluate.attack.campaign import Report, Settings, attack, campaign
from ansatz.evaluate.attack.registry import KINDS

_EVERY = 5.0  # seconds between writings of the file


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verdicts", type=int, default=10_000, help="to reach at least, with those in the file")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=0.25, help="of processor time for one verdict")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--json", type=Path, metavar="FILE", help="where the state is kept, to go on from")
    parser.add_argument("--patience", type=float, default=60, help="seconds for 20 cases; more at idle priority")
    parser.add_argument("--case", type=int, metavar="NUMBER", help="only this case")
    given = parser.parse_args()
    try:
        settings = Settings(
            given.verdicts, given.seed, given.seconds, given.workers, tuple(given.kinds), given.patience
        )
    except AnsatzError as error:
        parser.error(str(error))
    if given.case is not None:
        result = attack(given.case, settings)
        print(f"{result.kind}: {', '.join(result.verdicts)} in {result.seconds:.2f} s")
        print(*(f"{violation.cause}\n  {violation.line}" for violation in result.violations), sep="\n")
        return bool(result.violations)
    report = _resumed(given.json, settings)
    start, before, written = time.perf_counter(), report.verdicts, 0.0
    try:
        for _, new in campaign(settings, report):
            for violation in new:
                print(f"\n{violation.cause}\n  {violation.line}", flush=True)
            now = time.perf_counter()
            rate = (report.verdicts - before) / (now - start)
            wrong = f"{len(report.findings):,} wrong of {len(report.findings.count)} causes"
            print(f"\r{report.verdicts:,} verdicts, {rate:.0f} a second, {wrong}   ", end="", flush=True)
            if given.json and now - written > _EVERY:
                _write(given.json, settings, report)
                written = now
    except KeyboardInterrupt:
        print("\nstopped")
    if given.json:
        _write(given.json, settings, report)
    _show(report)
    return 1 if len(report.findings) else 0


def _key(settings: Settings) -> dict[str, object]:
    return {"seed": settings.seed, "kinds": list(settings.kinds)}


def _resumed(path: Path | None, settings: Settings) -> Report:
    if path is None or not path.exists():
        return Report()
    data = json.loads(path.read_text(encoding="utf-8"))
    if data["settings"] != _key(settings):
        sys.exit(f"{path} is of another campaign, {data['settings']}; name another file.")
    return Report.from_json(data)


def _write(path: Path, settings: Settings, report: Report) -> None:
    write(path, json.dumps({"settings": _key(settings), **report.to_json()}, indent=1).encode())


def _show(report: Report) -> None:
    print(f"\n{report.verdicts:,} verdicts on cases 0 to {report.next:,}")
    for kind, counter in sorted(report.counts.items()):
        shares = ", ".join(f"{number:,} {verdict}" for verdict, number in counter.most_common())
        print(f"{kind:16s} {counter.total() / (report.seconds.get(kind) or 1):6.0f} a second: {shares}")
    for row in report.findings.to_json():
        print(f"{row['count']:7,}  {row['kind']}: {row['cause']}")


if __name__ == "__main__":
    sys.exit(main())
