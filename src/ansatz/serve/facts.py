"""Facts about the service that change seldom."""

import json
import shutil
from contextlib import suppress
from pathlib import Path

WEIGHTS = Path(__file__).parent.parent / "weights" / "integrate"
_TOLD = ("architecture", "parameters", "quantization", "trained", "tasks", "notation", "tokenizer")


def weights_card(folder: str | None) -> dict[str, object] | None:
    """What the network's card says of its size and training; None where there is no network."""
    with suppress(OSError, ValueError):
        card = json.loads((Path(folder or WEIGHTS) / "card.json").read_text(encoding="utf-8"))
        return {name: card[name] for name in _TOLD if name in card}
    return None


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
