"""Facts about the service that change seldom."""

import json
import shutil
from contextlib import suppress
from pathlib import Path

WEIGHTS = Path(__file__).parent.parent / "weights"
_TOLD = ("architecture", "parameters", "quantization", "trained", "tasks", "forms", "notation", "tokenizer")


def weights_cards(folder: str | None) -> list[dict[str, object]]:
    """What the networks' cards say of their size and training: of a folder's, or of those that ship."""
    found: list[dict[str, object]] = []
    for each in sorted(WEIGHTS.iterdir()) if folder is None else [Path(folder)]:
        with suppress(OSError, ValueError):
            card = json.loads((each / "card.json").read_text(encoding="utf-8"))
            found.append({"name": each.name} | {name: card[name] for name in _TOLD if name in card})
    return found


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
