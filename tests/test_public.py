"""The public map: what `import ansatz` offers, pinned."""

import ansatz


def test_exported_names() -> None:
    assert ansatz.__all__ == ["Solution", "Verdict", "Verification", "integrate", "verify"]


def test_every_exported_name_is_there() -> None:
    for name in ansatz.__all__:
        assert callable(getattr(ansatz, name)), name


def test_verify_is_a_call_although_it_is_a_package_too() -> None:
    import ansatz.verify.integral  # binds the name `verify` of the parent package

    assert ansatz.verify("x^2", "2x").verdict == ansatz.Verdict.PROVED  # type: ignore[operator]
    assert ansatz.verify("x^2", "3x").verdict == ansatz.Verdict.REFUTED  # type: ignore[operator]
