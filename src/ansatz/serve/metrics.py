"""Counters for Prometheus, in its text format."""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)  # seconds
HELP = {
    "refused": "Requests that found the queue full.",
    "expired": "Requests whose deadline passed in the queue.",
    "batched": "Requests that shared a beam search.",
    "cache_hits": "Answers from the cache.",
    "cancelled": "Requests whose client left.",
    "lost_deadline": "Lanes stopped at a deadline.",
    "lost_memory": "Lanes stopped at the memory bound.",
    "lost_crashed": "Lanes whose process died.",
    "lost_failed": "Tasks that failed unexpectedly.",
}


class Metrics:
    """What has happened since the start."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter(dict.fromkeys(HELP, 0))
        self._requests: Counter[tuple[str, int]] = Counter()
        self._seconds: dict[str, list[float]] = {}  # per endpoint: counts by bucket, +Inf, sum

    def count(self, name: str, amount: float = 1) -> None:
        """Something has happened so many times."""
        with self._lock:
            self._counts[name] += int(amount)

    def answered(self, endpoint: str, status: int, seconds: float) -> None:
        """A request has its answer."""
        with self._lock:
            self._requests[endpoint, status] += 1
            row = self._seconds.setdefault(endpoint, [0.0] * (len(BUCKETS) + 2))
            place = next((k for k, bound in enumerate(BUCKETS) if seconds <= bound), len(BUCKETS))
            row[place] += 1
            row[-1] += seconds

    def text(self, gauges: Mapping[str, tuple[str, float]]) -> str:
        """Everything, for a scrape. gauges: {name: (help, value)} of this moment."""
        with self._lock:
            return "\n".join(self._lines(gauges)) + "\n"

    def _lines(self, gauges: Mapping[str, tuple[str, float]]) -> Iterator[str]:
        yield "# HELP ansatz_requests_total Requests by endpoint and status."
        yield "# TYPE ansatz_requests_total counter"
        for (endpoint, status), times in sorted(self._requests.items()):
            yield f'ansatz_requests_total{{endpoint="{endpoint}",status="{status}"}} {times}'
        yield "# HELP ansatz_request_seconds Seconds from request to answer."
        yield "# TYPE ansatz_request_seconds histogram"
        for endpoint, row in sorted(self._seconds.items()):
            total = 0.0
            for bound, count in zip((*map(str, BUCKETS), "+Inf"), row, strict=False):
                total += count
                yield f'ansatz_request_seconds_bucket{{endpoint="{endpoint}",le="{bound}"}} {total:g}'
            yield f'ansatz_request_seconds_sum{{endpoint="{endpoint}"}} {row[-1]:.6g}'
            yield f'ansatz_request_seconds_count{{endpoint="{endpoint}"}} {total:g}'
        for name in HELP:
            yield f"# HELP ansatz_{name}_total {HELP[name]}"
            yield f"# TYPE ansatz_{name}_total counter"
            yield f"ansatz_{name}_total {self._counts[name]}"
        for name, (said, value) in gauges.items():
            yield f"# HELP ansatz_{name} {said}"
            yield f"# TYPE ansatz_{name} gauge"
            yield f"ansatz_{name} {value:g}"
