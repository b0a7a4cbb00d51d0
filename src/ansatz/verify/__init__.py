"""From claim to proof. `ansatz.verify` is this package and, called, `ansatz.verify.facade.verify`."""

import sys
from types import ModuleType
from typing import Any


class _CallablePackage(ModuleType):
    """Importing any module of a package binds the package's name in its parent, where the function should be."""

    def __call__(self, F: Any, f: Any, x: Any = None, **settings: Any) -> Any:
        from ansatz.verify.facade import verify

        return verify(F, f, x, **settings)


sys.modules[__name__].__class__ = _CallablePackage
