"""Consoles for tables and bars: NO_COLOR takes every style away, bold and dim too (no-color.org)."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def console(*, stderr: bool = False, width: int | None = None) -> "Console":
    """For standard output, or error; brackets in an expression are no markup."""
    from rich.console import Console

    plain = bool(os.environ.get("NO_COLOR"))
    return Console(
        stderr=stderr,
        markup=False,
        highlight=False,
        width=width,
        color_system=None if plain else "auto",
        no_color=plain,
    )


__all__ = ["console"]
