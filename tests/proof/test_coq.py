"""Certificates as Coq scripts: Coq accepts them where it is installed, and none that was changed."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import symengine as se

from ansatz.algebra.polynomials import ring, to_polynomial
from ansatz.fit.sos.exact import sum_of_squares
from ansatz.fit.sos.lifted_program import fit_lifted
from ansatz.proof.lyapunov.certificate_file import certificate_file
from ansatz.proof.lyapunov.check_certificate import accepts
from ansatz.proof.lyapunov.coq import script
from ansatz.proof.lyapunov.lifting import lifted
from ansatz.proof.lyapunov.verifier import LyapunovCertificate, verify_lyapunov

X = x, y = se.symbols("x y")


def polynomial() -> dict:
    V, system = x**4 + x**2 + 2 * x * y + 2 * y**2, (y, -(x**3) - y)
    found = verify_lyapunov(V, system, X, squares=sum_of_squares).certificate
    p, lifting = to_polynomial(V, ring(X)), lifted(system, X)
    assert p is not None and lifting is not None and isinstance(found, LyapunovCertificate)
    return json.loads(json.dumps(certificate_file(p, lifting, found)))


def with_functions() -> dict:
    lifting = lifted((-x + se.sin(y) / 2, -y / (1 + x**2)), X)
    assert lifting is not None
    found = fit_lifted(lifting, seconds=30)
    assert found is not None
    return json.loads(json.dumps(certificate_file(found[0], lifting, found[1])))


def replays(text: str, folder: Path) -> bool:
    file = folder / "proof.v"
    file.write_text(text, encoding="utf-8")
    return subprocess.run(["coqc", file.name], cwd=folder, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("made", [polynomial, with_functions])
def test_scripts_state_every_inequality(made):
    data = made()
    assert accepts(data) == ""
    text = script(data)
    assert text.count("Lemma ") == text.count("Qed.") == 3 and "Admitted" not in text
    assert text.count("Hypothesis ") == len(data["proofs"]["decrease"]) - 1


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("coqc") is None, reason="Coq is not installed")
@pytest.mark.parametrize("made", [polynomial, with_functions])
def test_coq_replays_them(made, tmp_path: Path):
    text = script(made())
    assert replays(text, tmp_path)
    lemma, rest = text.rsplit("Lemma ", 1)
    assert not replays(f"{lemma}Lemma {rest.replace('<= -(', '<= -1 - (', 1)}", tmp_path)
