"""Strange bodies by the hundred thousand: never a 500, nothing over its deadline by more than a second.

    python benchmarks/fuzz_service.py --count 100000

Bodies are valid requests with parts replaced, joined, cut and nested, and texts from a list of ways into `eval`.
"""

import argparse
import asyncio
import json
import random
import socket
import subprocess
import sys
import time
from collections import Counter

import httpx

ENDPOINTS = ("integrate", "dsolve", "lyapunov", "verify", "read", "plot", "attention")
PIECES = [
    "x",
    "y'",
    "y''",
    "sin(",
    ")",
    "(",
    "^",
    "**",
    "+",
    "-",
    "*",
    "/",
    "1/0",
    "9^9^9",
    "ln|",
    "|",
    "\\frac{",
    "}{",
    "}",
    "√",
    "∫",
    "dx",
    "=",
    ";",
    ",",
    "y(0)=1",
    "oo",
    "e^",
    "_1",
    "'",
    '"',
    "\\",
    "\x00",
    "\ud800",
    "π",
    "½",
    "x.__class__",
    "__import__('os')",
    "lambda x:",
    "eval(",
    "Symbol('x')",
    "().__class__",
    "{{7*7}}",
    "<script>",
    "0.1e999",
    "1e5",
    "10^400",
    "x!",
    "floor(",
    "max(",
    "dx/dt",
    "x' = ",
    "y' = ",
    "t",
    "a",
    "C1",
    "\n",
    " ",
    "\u202e",
    "́",
    "二",
    "\\int_0^1",
    "\\sqrt[3]{",
    "\\begin{cases}",
]
VALUES = [
    None,
    True,
    False,
    0,
    -1,
    1e308,
    10**30,
    "",
    [],
    {},
    [[]],
    {"a": {}},
    "x",
    "y'=y",
    ["network"],
    ["all"],
    "real",
]
FIELDS = (
    "problem",
    "claim",
    "variable",
    "lower",
    "upper",
    "ics",
    "at",
    "box",
    "beam",
    "methods",
    "domain",
    "deadline",
    "task",
)


VALID = [
    "x*cos(x)",
    "ln(x)^2",
    "\\frac{x}{\\sqrt{1-x^2}}",
    "y' = x*y",
    "y'' + y = x, y(0)=1, y'(0)=0",
    "x' = -x; y' = -y^3",
]


def text(rng: random.Random) -> str:
    """Pieces in any order, or something valid with a piece inside it or without."""
    if rng.random() < 0.5:
        chosen = rng.choice(VALID)
        k = rng.randrange(len(chosen) + 1)
        return chosen[:k] + (rng.choice(PIECES) if rng.random() < 0.5 else "") + chosen[k:]
    return "".join(rng.choice(PIECES) for _ in range(rng.choice((1, 2, 3, 5, 8, 13, 40, 400))))[:4_100]


def body(rng: random.Random, deadline: float) -> bytes:
    fields: dict[str, object] = {"problem": text(rng)}
    if rng.random() < 0.3:
        fields["claim"] = text(rng)
    for _ in range(rng.choice((0, 0, 1, 2))):
        fields[rng.choice(FIELDS)] = rng.choice(VALUES) if rng.random() < 0.6 else text(rng)
    if rng.random() < 0.9:
        fields["deadline"] = deadline
    data = json.dumps(fields).encode()
    if rng.random() < 0.1:  # cut, doubled, or with some bytes replaced
        k = rng.randrange(len(data))
        data = rng.choice((data[:k], data + data[k:], data[:k] + bytes([rng.randrange(256)]) + data[k + 1 :]))
    return data


async def client(
    address: str, share: int, rng: random.Random, options: argparse.Namespace, counts: Counter[str]
) -> None:
    async with httpx.AsyncClient(base_url=address, timeout=60) as session:
        for _ in range(share):
            endpoint = rng.choice(ENDPOINTS)
            sent = body(rng, options.deadline)
            while True:
                started = time.monotonic()
                response = await session.post(
                    f"/v1/{endpoint}", content=sent, headers={"content-type": "application/json"}
                )
                if response.status_code != 429:
                    break
                await asyncio.sleep(0.2)
            took = time.monotonic() - started
            counts[str(response.status_code)] += 1
            if response.status_code >= 500 and response.status_code != 504:
                counts["5xx"] += 1
                print(endpoint, response.status_code, response.text[:200], sent[:300])
            refused = response.status_code in (400, 422)
            late = took - (options.deadline if refused else float(json.loads(sent).get("deadline", 20)))
            if late > 1:
                counts["over its deadline by more than 1 s"] += 1
                print(f"{late:.2f} s late:", endpoint, response.status_code, response.text[:100], sent[:300])
            if b"__import__" not in sent and "posix" in response.text:
                print("evaluated?", sent[:300])


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--deadline", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "ansatz", "serve", "--port", str(port)])
    counts: Counter[str] = Counter()
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as session:
            while True:
                try:
                    if (await session.get("/v1/health")).status_code == 200:
                        break
                except httpx.ConnectError:
                    await asyncio.sleep(0.3)
        share = options.count // options.clients
        address = f"http://127.0.0.1:{port}"
        started = time.monotonic()
        await asyncio.gather(
            *(
                client(address, share, random.Random(options.seed * 1000 + k), options, counts)
                for k in range(options.clients)
            )
        )
    finally:
        server.terminate()
        server.wait(30)
    print(json.dumps({**vars(options), **counts, "seconds": round(time.monotonic() - started)}, indent=1))


if __name__ == "__main__":
    asyncio.run(main())
