"""Facts about the service that change seldom."""

import shutil
from contextlib import suppress
from pathlib import Path

from ansatz.decoding.cards import card, shipped

_TOLD = ("architecture", "parameters", "quantization", "trained", "tasks", "forms", "notation", "tokenizer")


def weights_cards(folder: str | None) -> list[dict[str, object]]:
    """What the networks' cards say of their size and training: of a folder's, or of those that ship."""
    cards = {each.name: card(each) for each in (shipped() if folder is None else [Path(folder)])}
    return [{"name": name} | {key: told[key] for key in _TOLD if key in told} for name, told in cards.items() if told]


def systems() -> list[str]:
    """The computer algebra systems that are installed."""
    return [
        "SymPy",
        *(title for title, command in (("Maxima", "maxima"), ("FriCAS", "fricas")) if shutil.which(command)),
    ]


def resident_bytes() -> float:
    """Proportional set sizes of this process and all it has started, where the system tells them."""
    import psutil

    total, here = 0, psutil.Process()
    for process in (here, *here.children(recursive=True)):
        with suppress(psutil.Error):
            total += getattr(process.memory_full_info(), "pss", 0) or process.memory_info().rss
    return float(total)
