"""How the service is run."""

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

from ansatz.errors import ConfigError
from ansatz.limits import cores

MAX_DEADLINE = 60.0
MAX_BODY = 64_000  # bytes
OVERTIME = 0.5  # seconds past its deadline after which a lane is stopped


@dataclass(frozen=True, slots=True)
class Settings:
    """host, port: where it listens. names: further host names by which it may be called. workers: lanes, each with
    solvers of its own. queue: requests that may wait. megabytes: resident, of each lane and what it started. batch:
    integrals in one beam search at most; on a processor, 1 is quickest. cache: a file for verified answers, or None.
    token: what clients must send as a bearer, or None. weights: a folder of your own, or None. deadline: seconds at
    most.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    names: tuple[str, ...] = ()
    workers: int = field(default_factory=cores)
    queue: int = 100
    megabytes: float = 2_000
    batch: int = 1
    cache: Path | None = None
    token: str | None = None
    weights: str | None = None
    deadline: float = MAX_DEADLINE

    def __post_init__(self) -> None:
        if min(self.workers, self.queue, self.batch) < 1:
            raise ConfigError("Workers, queue and batch are at least 1.")
        if not 0 < self.deadline <= 3600:
            raise ConfigError(f"The deadline must lie between 0 and 3600 seconds, not {self.deadline}.")
        if self.token is not None and len(self.token) < 8:
            raise ConfigError("A token has at least 8 characters.")

    @property
    def loopback(self) -> bool:
        """Whether nobody but this machine can connect."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def hosts(self) -> frozenset[str] | None:
        """The names in a Host header that are answered; None for all, where the network may reach the service.

        A page of another site that has its own name point to 127.0.0.1 sends that name.
        """
        if not self.loopback and not self.names:
            return None
        return frozenset(("localhost", "127.0.0.1", "[::1]", self.host, *self.names))
