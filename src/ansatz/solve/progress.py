"""Progress of a search, for whoever listens: every candidate as its race hears of it.

with listening(print):
    integrate("x*cos(x)")        # in this thread: every `Candidate`, in the model's own symbols, is printed first
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ansatz.solve.candidates import Candidate

_listener: ContextVar[Callable[[Candidate], None] | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Callable[[Candidate], None]) -> Iterator[None]:
    """Candidates of races in this thread go to the listener, too; it must be quick."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def tell(candidate: Candidate) -> None:
    """A candidate was found."""
    listener = _listener.get()
    if listener is not None:
        listener(candidate)
