"""Many clients at once: how many answers a second, how long they take, what is refused, what memory does.

    python benchmarks/load.py --seconds 20 --clients 200
    python benchmarks/load.py --seconds 20 --batch 16           with a shared beam search
    python benchmarks/load.py --seconds 7200 --clients 4 --pause 4 --kill 20      a process killed at random every 20 s

It starts a service of its own, asks for integrals that differ (parameters are drawn), differential equations, Lyapunov
functions, verdicts and previews, and checks every tenth answer by the second opinion, mpmath alone.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter

import httpx
import psutil

from ansatz.evaluate.second_opinion.integral import opinion
from ansatz.evaluate.second_opinion.opinion import Stance
from ansatz.expr.parse import parse

INTEGRANDS = (
    "{a}*x*cos({b}*x)",
    "x*exp({a}*x)",
    "ln({a}*x)^2",
    "1/(x^2+{a})",
    "sin({a}*x)^2",
    "x^2*sin({b}*x)",
    "{a}*x/(x+{b})",
    "exp({a}*x)*cos({b}*x)",
    "x^{b}*ln(x)",
    "sqrt(x)*ln({a}*x)",
    "x^{b}*exp(x)",
    "1/(1+exp({a}*x))",
    "x*atan({a}*x)",
    "{a}*x^3 + {b}*x",
    "x/sqrt({a}+x^2)",
    "cos(x)^{b}",
)


def problem(rng: random.Random) -> tuple[str, dict[str, object]]:
    """An endpoint and a body."""
    filled = rng.choice(INTEGRANDS).format(a=rng.randint(1, 40), b=rng.randint(2, 5))
    kind = rng.random()
    if kind < 0.8:
        return "integrate", {"problem": filled}
    if kind < 0.9:
        return "verify", {"problem": filled, "claim": f"{filled}*x"}
    if kind < 0.94:
        return "dsolve", {"problem": f"y' = {rng.randint(1, 9)}*x^{rng.randint(1, 4)}*y"}
    if kind < 0.95:
        return "lyapunov", {"problem": f"x' = -x^3 + y; y' = -x - {rng.randint(1, 9)}*y"}
    return "read", {"problem": filled}


def is_right(answer: str, integrand: str) -> bool:
    """The second opinion, by mpmath alone."""
    return opinion(parse(answer), parse(integrand)).stance is not Stance.DISAGREES


async def client(
    session: httpx.AsyncClient,
    end: float,
    rng: random.Random,
    counts: Counter[str],
    times: list[float],
    answers: list[tuple[str, str]],
    pause: float = 0.0,
) -> None:
    """One client after the other request; what it is told is judged later, so that its clock is the service's."""
    while time.monotonic() < end:
        endpoint, body = problem(rng)
        started = time.monotonic()
        try:
            response = await session.post(f"/v1/{endpoint}", json=body)
        except httpx.HTTPError as error:
            counts[f"failed: {type(error).__name__}"] += 1
            continue
        counts[str(response.status_code)] += 1
        took = time.monotonic() - started
        counts["deadlines missed by > 1 s"] += took > 11
        if pause:
            await asyncio.sleep(rng.uniform(0, 2 * pause))
        if response.status_code == 200:
            times.append(took)
            said = response.json()
            if endpoint == "integrate":
                counts["answered"] += said["answered"]
                if said["answer"] and rng.random() < 0.1:
                    answers.append((said["answer"], str(body["problem"])))
        elif response.status_code in (429, 503):
            await asyncio.sleep(min(2.0, float(response.headers.get("retry-after", 1))) * rng.uniform(0.5, 1))


def memory(pid: int) -> tuple[float, int, int]:
    """(proportional megabytes, processes, open files of the server) of a service."""
    family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    total = 0.0
    for process in family:
        try:
            total += process.memory_full_info().pss / 1e6
        except psutil.Error:
            continue
    return total, len(family), family[0].num_fds()


async def watch(pid: int, end: float, kill: float, rng: random.Random) -> list[tuple[float, int, int]]:
    """Memory every few seconds; processes killed at random where that is asked for."""
    seen, next_kill = [], time.monotonic() + (kill or 1e9)
    pause = max(2.0, (end - time.monotonic()) / 20)
    while time.monotonic() < end:
        await asyncio.sleep(min(pause, max(0.1, end - time.monotonic())))
        seen.append(await asyncio.to_thread(memory, pid))
        if time.monotonic() > next_kill:
            next_kill = time.monotonic() + kill
            victims = psutil.Process(pid).children(recursive=True)
            if victims:
                os.kill(rng.choice(victims).pid, signal.SIGKILL)
    return seen


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--queue", type=int, default=100)
    parser.add_argument("--pause", type=float, default=0, help="mean seconds between an answer and the next request")
    parser.add_argument("--kill", type=float, default=0, help="seconds between kills of a random process")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [sys.executable, "-m", "ansatz", "serve", "--port", str(port), "--workers", str(options.workers)]
    command += ["--batch", str(options.batch), "--queue", str(options.queue)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        limits = httpx.Limits(max_connections=options.clients + 8)
        async with httpx.AsyncClient(base_url=address, timeout=90, limits=limits, verify=False) as session:
            for _ in range(4 * options.workers):
                while True:
                    try:
                        if (
                            await session.post("/v1/integrate", json={"problem": "x", "deadline": 60})
                        ).status_code == 200:
                            break
                    except httpx.ConnectError:
                        await asyncio.sleep(0.3)
            before = memory(server.pid)
            counts: Counter[str] = Counter()
            times: list[float] = []
            answers: list[tuple[str, str]] = []
            started = time.monotonic()
            end = started + options.seconds
            rngs = [random.Random(options.seed * 100_000 + k) for k in range(options.clients + 1)]
            watching = asyncio.create_task(watch(server.pid, end, options.kill, rngs[-1]))
            await asyncio.gather(
                *(client(session, end, rng, counts, times, answers, options.pause) for rng in rngs[:-1])
            )
            seen, took = await watching, time.monotonic() - started
            metrics = (await session.get("/v1/metrics")).text
    finally:
        server.terminate()
        server.wait(30)
    wrong = [pair for pair in answers if not is_right(*pair)]
    print(*(f"wrong? {integrand}: {answer}" for answer, integrand in wrong), sep="\n", end="\n" if wrong else "")
    times.sort()
    said = {
        "judged by mpmath, wrong": [len(answers), len(wrong)],
        "answers a second": round(counts["200"] / took, 1),
        "median s": round(times[len(times) // 2], 2) if times else None,
        "p95 s": round(times[int(0.95 * len(times))], 2) if times else None,
        "worst s": round(times[-1], 2) if times else None,
        "megabytes": [round(m[0]) for m in (before, *seen)],
        "processes": [m[1] for m in (before, *seen)],
        "open files": [m[2] for m in (before, *seen)],
        "batched": next(line.split()[1] for line in metrics.splitlines() if line.startswith("ansatz_batched_total")),
    }
    print(json.dumps({**vars(options), **counts, **said}, indent=1))


if __name__ == "__main__":
    asyncio.run(main())
