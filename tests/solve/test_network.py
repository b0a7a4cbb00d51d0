"""Which network answers: the first that has learnt the task; unreadable weights say why."""

import json
from pathlib import Path

from ansatz.decoding.runtime import Decoder
from ansatz.solve.network import decoder_for


def test_the_first_shipped_network_that_has_learnt_the_task_answers() -> None:
    for task, form in (("<integrate>", False), ("<integrate>", True), ("<ode1>", False), ("<lyapunov>", True)):
        found = decoder_for(task, None, form)
        assert isinstance(found, Decoder) and task in found.card["tasks"] and (found.card["forms"] or not form)
    assert decoder_for("<barrier>", None) == ""


def test_weights_that_cannot_be_read_say_so(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"no model")
    (tmp_path / "card.json").write_text(json.dumps({"tasks": ["<ode1>"]}))
    assert "cannot be read" in str(decoder_for("<ode1>", str(tmp_path)))
    assert "has not learnt <ode2>" in str(decoder_for("<ode2>", str(tmp_path)))
