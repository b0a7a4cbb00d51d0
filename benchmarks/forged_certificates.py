"""Certificates of Lyapunov functions with one number changed: `check_certificate` must accept none of them.

    python benchmarks/forged_certificates.py --count 1000

Of every kind (polynomial systems, systems with functions and denominators, V with logarithms, boxes, barrier
functions), as many proofs as `ansatz.lyapunov` finds of random systems, each changed in turn; printed: proofs,
forgeries, accepted ones.
A changed number is one of the system, of V, of the level or of the squares.
"""

import argparse
import copy
import json
import random
import re
from collections.abc import Iterator
from fractions import Fraction

import ansatz
from ansatz.proof.lyapunov.check_certificate import accepts

_PLACES = ("scale", "system", "function", "level", "proofs")  # a box or an argument may change in a true proof
_PROOFS = 12  # of each kind
_FUNCTIONS = ("sin({})", "tanh({})", "atan({})", "{}/(1 + {}^2)", "1 - cos({})")


def _system(rng: random.Random, kind: str) -> str:
    a, b, c, d = (rng.randint(1, 9) for _ in range(4))
    if kind == "polynomial":
        return f"x' = -{a}*x^3 + {b}*y; y' = -{b}*x - {c}*y - {d}*x^2*y"
    if kind == "barrier":
        return (
            f"x' = -{a}*x + {b}*x*y^2; y' = -{a}*y + {b}*y*x^2" if rng.random() < 0.5 else f"x' = -{a}*x; y' = -{c}*y"
        )
    if kind == "logarithms":  # no polynomial V
        return f"x' = -{a}*x + {b}*x*y; y' = -{c}*y"
    f = rng.choice(_FUNCTIONS).replace("{}", rng.choice("xy"))
    return f"x' = -{a + b}*x + {b}*({f})/{d}; y' = -{c + 2}*y + ({f})/{c}"


def proofs(kind: str, rng: random.Random, count: int) -> Iterator[dict[str, object]]:
    """Certificates as they are written to files."""
    while count:
        system, box = _system(rng, kind), f"1/{rng.randint(1, 4)}" if kind == "box" else None
        solution = ansatz.lyapunov(system, box=box, barrier=kind == "barrier", deadline=60, methods=("fit",))
        if solution.certificate_json is not None:
            count -= 1
            yield json.loads(json.dumps(solution.certificate_json))


def numbers(data: object, path: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    """Where the numbers are."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        if path or key in _PLACES:
            if isinstance(value, int) or (isinstance(value, str) and re.fullmatch(r"-?\d+(/\d+)?", value)):
                yield (*path, key)
            else:
                yield from numbers(value, (*path, key))


def forged(data: dict[str, object], rng: random.Random) -> dict[str, object]:
    """A copy with one number changed; squares keep their sign, for (-q)² is q²."""
    twin, path = copy.deepcopy(data), rng.choice(list(numbers(data)))
    place: object = twin
    for key in path[:-1]:
        place = place[key]  # type: ignore[index]
    value = place[path[-1]]  # type: ignore[index]
    if isinstance(value, int):
        new: object = max(0, value + rng.choice((-1, 1, 2))) if value else value + 1
    else:
        flip = 5 if path[0] == "proofs" else -2 * Fraction(value)
        new = str(
            Fraction(value) + rng.choice((1, Fraction(1, 10**12), Fraction(-1, 10**12), Fraction(-1, 7**5), flip or 5))
        )
    place[path[-1]] = new  # type: ignore[index]
    return twin


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=1000, help="forgeries of each kind")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    for kind in ("polynomial", "lifted", "logarithms", "box", "barrier"):
        rng = random.Random(f"{arguments.seed} {kind}")
        files = list(proofs(kind, rng, _PROOFS))
        right = sum(accepts(data) == "" for data in files)
        wrong = [forged(files[k % len(files)], rng) for k in range(arguments.count)]
        taken = [twin for twin in wrong if accepts(twin) == ""]
        print(
            f"{kind}: {right} of {len(files)} proofs accepted; {len(taken)} of {len(wrong)} forgeries accepted",
            flush=True,
        )
        for twin in taken[:3]:
            print("   ", json.dumps(twin))


if __name__ == "__main__":
    main()
