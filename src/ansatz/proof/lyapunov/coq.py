"""A certificate as a Coq script: the inequalities of V and dV/dt as lemmas over the reals, replayed by `coqc FILE.v`.

    script(data)  ->  text; data: a file that `check_certificate` accepts

Each lemma is an identity, by `field`, and a sum of products of what is ≥ 0. What is known of the functions k0, k1, …
and the box are hypotheses. From the lemmas to stability it is Lyapunov's theorem, which is not in the script.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from ansatz.proof.lyapunov.certificate_file import described, text
from ansatz.proof.lyapunov.check_certificate import LOCAL, Polynomial, gradient, known, polynomial, stated

_HEAD = """(* {} *)
Require Import Reals Lra.
Open Scope R_scope.
Ltac nonneg := repeat first [ apply pow2_ge_0 | assumption | apply Rplus_le_le_0_compat | apply Rmult_le_pos | lra ].
Section Certificate.
Variables {} : R."""
_LEMMA = """
(* {} *)
Lemma {} : {} <= {}.
Proof.
  assert (E : ({}) - ({}) = {}) by field.
  apply Rge_le, Rminus_ge, Rle_ge. rewrite E. nonneg.
Qed."""


def script(data: Mapping[str, Any]) -> str:
    """The lemmas that `check_certificate.check` needs, in its order."""
    n, names = len(data["states"]), [f"x{i}" for i in range(len(data["states"]))]
    names += [f"k{j}" for j in range(len(data["functions"]))]
    one, x, box, functions, V, scale, field = stated(data)
    facts = [_text(g, names) for g in known(one, x, box, functions)]
    slopes = zip(gradient(V, one, n, functions), field, strict=True)
    rate = " + ".join(f"({_text(s, names)}) * ({_text(f, names)})" for s, f in slopes)
    lines = [_HEAD.format("\n   ".join(described({**data, "states": names[:n]})), " ".join(names))]
    lines += [f"Hypothesis H{j} : 0 <= {fact}." for j, fact in enumerate(facts[1:], 1)]
    claims = [
        ("what f was multiplied by is positive", "scale", _text(scale, names), data["proofs"]["scale"]),
        ("V", "function", _text(V, names), data["proofs"]["function"]),
        ("-dV/dt, times what makes it a polynomial", "decrease", f"-({rate})", data["proofs"]["decrease"]),
    ]
    if data["claim"] == LOCAL:
        for i, (r, proof) in enumerate(zip(box, data["proofs"]["levels"], strict=True)):
            shown = f"{_text(V, names)} - {Fraction(data['level']) / r**2} * x{i}^2"
            claims.append((f"V >= {data['level']} where |x{i}| = {r}", f"level{i}", shown, proof))
    for remark, name, claimed, proof in claims:
        squares = [[(w, polynomial(q, len(names))) for w, q in block] for block in proof]
        least = _sum([(w, q) for w, q in squares[0] if len(q) == 1], names)
        parts = [_sum([(w, q) for w, q in squares[0] if len(q) > 1], names)]
        parts += [f"({g}) * ({_sum(block, names)})" for g, block in zip(facts[1:], squares[1:], strict=True) if block]
        lines.append(_LEMMA.format(remark, name, least, claimed, claimed, least, " + ".join(parts)))
    return "\n".join([*lines, "\nEnd Certificate.\n"])


def _sum(squares: Iterable[tuple[str, Polynomial]], names: list[str]) -> str:
    return " + ".join(f"{w} * ({_text(q, names)})^2" for w, q in squares) or "0"


def _text(p: Polynomial, names: list[str]) -> str:
    return text([(m, str(c)) for m, c in p.items()], names)


__all__ = ["script"]
