"""Where systems are: commands, and interpreters that have a package of theirs.

command("giac")              ANSATZ_GIAC, else giac on the path, else the one that a wheel brought
interpreter("alkahest")      ANSATZ_ALKAHEST_PYTHON, else ours if it has the package
"""

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path


def command(name: str) -> str | None:
    """The path of a command; None where it is not installed."""
    given = os.environ.get(f"ANSATZ_{name.upper()}")
    return shutil.which(given) if given else shutil.which(name) or _of_wheel(name)


def interpreter(package: str) -> str | None:
    """An interpreter that has the package; None where there is none."""
    given = os.environ.get(f"ANSATZ_{package.partition('_')[0].upper()}_PYTHON")
    if given:
        return shutil.which(given)
    return sys.executable if find_spec(package) is not None else None


def _of_wheel(name: str) -> str | None:
    """A command that a package of PassageMath brought along."""
    found = find_spec("sage_wheels")
    places = [] if found is None else list(found.submodule_search_locations or ())
    return next((path for place in places if (path := shutil.which(str(Path(place, "bin", name))))), None)
