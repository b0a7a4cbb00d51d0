"""Deadlines and memory bounds that hold: work runs in processes that can be killed (POSIX only).

worker: one warm worker (process: what it is made of; serve: its own side). run: one task in progress, and how it
ended. pool: warm things to lend, and many runs side by side.
"""

from ansatz.limits.pool import Crew, Pool, cores
from ansatz.limits.run import Outcome, Run, Status, gather, wait_for_news
from ansatz.limits.worker import Worker, run_limited

__all__ = ["Crew", "Outcome", "Pool", "Run", "Status", "Worker", "cores", "gather", "run_limited", "wait_for_news"]
