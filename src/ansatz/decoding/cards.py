"""The folders of weights that ship, and their model cards; nothing heavy is imported to read them."""

import json
from pathlib import Path
from typing import Any

# The weights inside the package: the model for integrals, which comes first, and the others.
SHIPPED = Path(__file__).parent.parent / "weights" / "integrate"


def shipped() -> list[Path]:
    """The folders of all weights inside the package, that for integrals first."""
    others = (path.parent for path in sorted(SHIPPED.parent.glob("*/card.json")) if path.parent != SHIPPED)
    return [SHIPPED, *others]


def card(folder: Path) -> dict[str, Any]:
    """The model card of a runtime folder: what was learnt, how, and what it reaches; empty where there is none."""
    try:
        found = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
