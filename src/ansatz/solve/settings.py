"""What every task's call may be told, checked in one place: methods, beam, deadline."""

from collections.abc import Iterable, Sequence
from numbers import Integral as WholeNumber
from numbers import Real

from ansatz.errors import ConfigError


def chosen_methods(methods: object, known: Sequence[str]) -> tuple[str, ...]:
    """The methods as a tuple; raises `ConfigError` where they are no list, empty, or not all known."""
    if isinstance(methods, str) or not isinstance(methods, Iterable):
        raise ConfigError(f'Give methods as a list, such as ["fit"], not as {methods!r}.')
    chosen = tuple(methods)
    unknown = [str(name) for name in chosen if name not in known]
    if unknown or not chosen:
        raise ConfigError(f"Choose methods from {', '.join(known)}; not {', '.join(unknown) or 'none'}.")
    return chosen


def check_beam(beam: int) -> None:
    """Raises `ConfigError` for what is no beam size."""
    if not isinstance(beam, WholeNumber) or isinstance(beam, bool) or not 1 <= beam <= 100:
        raise ConfigError(f"The beam must be a whole number between 1 and 100, not {beam}.")


def check_deadline(deadline: float) -> None:
    """Raises `ConfigError` for what is no number of seconds up to an hour."""
    if not isinstance(deadline, Real) or isinstance(deadline, bool) or not 0 < deadline <= 3600:
        raise ConfigError(f"The deadline must lie between 0 and 3600 seconds, not {deadline}.")
