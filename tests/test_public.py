"""The public map: what `import ansatz` offers, pinned."""

import ansatz


def test_exported_names() -> None:
    errors = [name for name in ansatz.__all__ if name.endswith("Error")]
    assert sorted({*ansatz.__all__} - {*errors}) == [
        "Solution",
        "Verdict",
        "Verification",
        "dsolve",
        "integrate",
        "lyapunov",
        "verify",
    ]
    assert all(issubclass(getattr(ansatz, name), ansatz.AnsatzError) for name in errors)
    assert dir(ansatz) == ansatz.__all__


def test_every_exported_name_is_there() -> None:
    for name in ansatz.__all__:
        assert callable(getattr(ansatz, name)), name


def test_verify_is_a_plain_function() -> None:
    import ansatz.proof.verify  # would bind the name, were it a module of the package itself

    assert ansatz.verify("x^2", "2x").verdict == ansatz.Verdict.PROVED
    assert ansatz.verify("x^2", "3x").verdict == ansatz.Verdict.REFUTED
