"""Right pairs of random functions, then one thing changed in F or f."""

import random
from contextlib import suppress

import symengine as se

from ansatz.algebra.forms import without_constant
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.evaluate.attack.adversaries.case import Candidate, Case, Pair, X, case, locally_constant, place, rate, ten
from ansatz.expr.canonical import from_symengine, to_symengine
from ansatz.expr.operators import sign
from ansatz.expr.tree import Tree
from ansatz.problems.integral.backward import Backward, BackwardConfig
from ansatz.problems.integral.liouville import Liouville
from ansatz.problems.problem import Generator, Problem
from ansatz.problems.trees import TreeConfig, TreeSampler

_SAMPLER = TreeSampler(TreeConfig())
_ODD = TreeSampler(
    TreeConfig(
        unary={
            "abs": 3,
            "sign": 1,
            "sqrt": 2,
            "ln": 2,
            "atan": 2,
            "tan": 1,
            "asin": 1,
            "exp": 1,
            "inv": 2,
            "pow2": 2,
            "cbrt": 1,
        }
    )
)
_GENERATORS: tuple[Generator, ...] = (Liouville(), Backward(BackwardConfig(max_operators=7, parametric_share=0.0)))
_CONFUSED = "sin cos tan cot sinh cosh tanh asinh atan asin acos acosh atanh exp ln abs sqrt cbrt sign".split()


def pair(rng: random.Random) -> Pair:
    """A pair (F, f) with F' = f by the rules of calculus; raises where the draw makes no sense."""
    if rng.random() < 0.25:
        problem = rng.choice(_GENERATORS).generate(rng)
        if isinstance(problem, Problem) and not problem.statement[0].free_symbols - {X}:
            return problem.answer[0], problem.statement[0]
    sampler = _ODD if rng.random() < 0.4 else _SAMPLER
    F = None
    while F is None:
        try:
            F = without_constant(to_symengine(sampler.tree(rng, rng.randint(1, 6))), X)
        except ALGEBRA_FAILURES:
            continue
    f = rate(F)
    return F, se.expand(f) if rng.random() < 0.2 else f


def mutate(tree: Tree, rng: random.Random) -> Tree:
    """The tree with one node changed."""
    if isinstance(tree, tuple) and rng.random() < 0.75:
        k = rng.randrange(1, len(tree))
        return (*tree[:k], mutate(tree[k], rng), *tree[k + 1 :])  # type: ignore[return-value]
    if isinstance(tree, int):
        return rng.choice((tree + 1, tree - 1, -tree))
    if isinstance(tree, tuple) and len(tree) == 2 and rng.random() < 0.4:
        return (rng.choice(_CONFUSED), tree[1])
    return rng.choice(
        (
            ("neg", tree),
            ("abs", tree),
            ("sqrt", ("pow2", tree)),
            ("+", tree, 1),
            ("*", 2, tree),
            ("+", tree, ("^", 10, -rng.choice((8, 20, 40)))),
        )
    )


def cases(rng: random.Random) -> Case:
    """A pair and its mutants."""
    F, f = pair(rng)
    c = place(rng)
    candidates = [Candidate(F, "the pair itself")]
    for _ in range(4):
        try:
            candidates.append(Candidate(to_symengine(mutate(from_symengine(F), rng)), "one node changed"))
        except ALGEBRA_FAILURES:
            continue
    candidates += [
        Candidate(F + sign(X - c), "a jump added"),
        Candidate(F + locally_constant(X - c, rng), "a locally constant term"),
        Candidate(F + X * ten(-rng.choice((6, 12, 18, 30, 45))), "a small term"),
        Candidate(F.xreplace({m: m.args[0] for m in F.atoms(se.Abs)}), "without magnitudes"),
        Candidate(F.xreplace({m.args[0]: abs(m.args[0]) for m in F.atoms(se.log)}), "with ln|u|"),
    ]
    if rng.random() < 0.15:
        with suppress(*ALGEBRA_FAILURES):
            f = to_symengine(mutate(from_symengine(f), rng))
    return case(f, *candidates[:3], *rng.sample(candidates[3:], min(3, len(candidates) - 3)), specials=[c], bits=220)
