"""The public map of `ansatz.expr`."""

import ansatz.expr


def test_every_exported_name_is_there() -> None:
    for name in ansatz.expr.__all__:
        assert getattr(ansatz.expr, name) is not None


def test_functions_are_not_hidden_by_modules_of_the_same_name() -> None:
    import ansatz.expr.canonical
    import ansatz.expr.parse

    assert ansatz.expr.parse("x") == ansatz.expr.canonical("x") == "x"


def test_unknown_names_are_refused() -> None:
    assert not hasattr(ansatz.expr, "eval")
