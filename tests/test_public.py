"""The public map: what `import ansatz` offers, pinned."""

import ansatz


def test_exported_names() -> None:
    assert ansatz.__all__ == ["Solution", "Verdict", "Verification", "integrate", "verify"]


def test_every_exported_name_is_there() -> None:
    for name in ansatz.__all__:
        assert callable(getattr(ansatz, name)), name
