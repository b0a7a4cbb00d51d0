# %% [markdown]
# # Lesson 12: Guess the form, prove the rest
#
# A network that writes integrals makes mistakes as people make them: the right functions, the wrong numbers. That is
# good news, because numbers are what algebra is good at. In this lesson a whole list of wrong guesses becomes a right
# answer, and we say exactly what *proved* means.

# %%
from contextlib import suppress
from fractions import Fraction
from functools import reduce

import numpy as np

from ansatz import integrate, verify
from ansatz.expr import Tree, parse, to_symengine, to_text
from ansatz.primer.desk import BLUE, GREEN, GREY, RED, canvas, check, picture
from ansatz.solve.network import hypotheses, load_decoder

# %% [markdown]
# ## Wrong guesses
#
# The integrand is $f = x^2 e^{2x}$. Here is what the shipped network proposes, its likeliest ten (a *beam* of ten
# hypotheses; lesson 11). To make it hard for ourselves we throw away every proposal that is right, and keep the
# mistakes.

# %%
f = parse("x^2*exp(2x)")
beam = [answer for _, _, answer in hypotheses(load_decoder(None), "<integrate>", [[to_symengine(f)]], 10)]
wrong = [guess for guess in beam if not verify(to_text(guess), to_text(f)).holds]
for guess in wrong:
    print(to_text(guess))

# %% [markdown]
# ## A small algebra in which equality is decidable
#
# All of these are sums of terms $c\,x^i e^{kx}$ with rational numbers $c$ and whole numbers $i \ge 0$ and $k$. Write
# such a sum as a table from $(i, k)$ to $c$. Sums and products of tables are tables, and so are derivatives, because
#
# $$(x^i e^{kx})' = i\,x^{i-1} e^{kx} + k\,x^i e^{kx}$$
#
# The point of the table: the functions $x^i e^{kx}$ are *linearly independent*. (Of the terms with the largest $k$,
# the one with the largest $i$ outgrows all the others as $x \to \infty$, so it cannot be cancelled.) Hence a table is
# the function zero **exactly when it is empty**. Equality of functions, which no finite number of experiments can
# settle, has become equality of tables.

# %%
Table = dict[tuple[int, int], Fraction]  # (i, k): c  for  c x^i e^(kx)


def add(u: Table, v: Table, factor: Fraction = Fraction(1)) -> Table:
    total = {key: u.get(key, Fraction(0)) + factor * v.get(key, Fraction(0)) for key in u | v}
    return {key: c for key, c in total.items() if c}


def times(u: Table, v: Table) -> Table:
    total: Table = {}
    for (i, k), c in u.items():
        for (j, m), d in v.items():
            total = add(total, {(i + j, k + m): c * d})
    return total


def table(tree: Tree) -> Table:
    """The table of an expression tree; ValueError where it is none."""
    if isinstance(tree, int):
        return {(0, 0): Fraction(tree)} if tree else {}
    if tree == "x":
        return {(1, 0): Fraction(1)}
    if isinstance(tree, tuple):
        head, u, *rest = tree[0], *map(table, tree[1:])
        number = rest[0].get((0, 0), Fraction(0)) if rest and set(rest[0]) <= {(0, 0)} else None
        if head == "exp" and set(u) <= {(1, 0)} and all(c.denominator == 1 for c in u.values()):
            return {(0, int(sum(u.values()))): Fraction(1)}
        if head in ("neg", "+", "-"):
            left, right = (u, rest[0]) if rest else ({}, u)
            return add(left, right, Fraction(1 if head == "+" else -1))
        if head == "*":
            return times(u, rest[0])
        if head == "/" and number:
            return add({}, u, 1 / number)
        if head in ("pow2", "pow3", "pow4", "pow5"):
            return reduce(times, [u] * int(head[3:]))
        if head == "^" and number in (2, 3, 4, 5):
            return reduce(times, [u] * int(number))
    raise ValueError(f"no sum of terms c x^i e^(kx): {to_text(tree)}")


def derivative(u: Table) -> Table:
    total: Table = {}
    for (i, k), c in u.items():
        total = add(add(total, {(i, k): c * k}), {(i - 1, k): c * i} if i else {})
    return {key: c for key, c in total.items() if c}


def term(key: tuple[int, int]) -> str:
    power = {0: "", 1: "x"}.get(key[0], f"x^{key[0]}")
    return "*".join(part for part in (power, f"exp({key[1]}*x)" if key[1] else "") if part) or "1"


# %% [markdown]
# ## Keep the forms, forget the numbers
#
# Take from the guesses the terms $T_1, \dots, T_n$ that occur in them, without their coefficients, and with each term
# those that its derivative contains. Try
#
# $$F = c_1 T_1 + \dots + c_n T_n, \qquad \text{so that} \qquad F' = c_1 T_1' + \dots + c_n T_n' \stackrel{!}{=} f$$
#
# The unknown $c_j$ occur linearly. Comparing the coefficient of each $x^i e^{kx}$ on both sides gives a system of
# linear equations with rational numbers, and elimination with fractions solves it without any rounding.

# %%
basis: set[tuple[int, int]] = set()
for guess in wrong:
    try:
        basis |= set(table(guess))
    except ValueError as error:
        print("set aside,", error)
while new := {key for one in basis for key in derivative({one: Fraction(1)})} - basis:
    basis |= new
terms = sorted(basis, reverse=True)
rows = sorted({key for one in terms for key in derivative({one: Fraction(1)})} | set(table(f)), reverse=True)
matrix = [
    [derivative({one: Fraction(1)}).get(row, Fraction(0)) for one in terms] + [table(f).get(row, Fraction(0))]
    for row in rows
]
print("terms:", ", ".join(map(term, terms)))


def solve(system: list[list[Fraction]]) -> list[Fraction] | None:
    """A solution of [A | b] by elimination, free unknowns 0; None where there is none."""
    work, unknowns = [list(row) for row in system], len(system[0]) - 1
    pivots: list[int] = []
    for column in range(unknowns):
        done = len(pivots)
        pivot = next((r for r in range(done, len(work)) if work[r][column]), None)
        if pivot is None:
            continue
        work[done], work[pivot] = work[pivot], work[done]
        work[done] = [value / work[done][column] for value in work[done]]
        for r in range(len(work)):
            if r != done and work[r][column]:
                work[r] = [a - work[r][column] * b for a, b in zip(work[r], work[done], strict=True)]
        pivots.append(column)
    if any(row[-1] for row in work[len(pivots) :]):
        return None
    found = [Fraction(0)] * unknowns
    for r, column in enumerate(pivots):
        found[column] = work[r][-1]
    return found


coefficients = solve(matrix)
F = {one: c for one, c in zip(terms, coefficients or [], strict=True) if c}
answer = " + ".join(f"({c})*{term(one)}" for one, c in F.items())
residual = add(derivative(F), table(f), Fraction(-1))
print("F  =", answer)
print("F' - f =", residual or "the empty table, which is zero: proved")

# %%
figure, (left, right) = canvas(1, 2, width=10, height=3.9)
x = np.linspace(-2.2, 0.9, 300)


def values(u: Table) -> np.ndarray:
    return sum((float(c) * x**i * np.exp(k * x) for (i, k), c in u.items()), np.zeros_like(x))


left.plot([], [], color=RED, alpha=0.35, linewidth=1, label="guesses, differentiated")
for guess in wrong:
    with suppress(ValueError):
        left.plot(x, values(derivative(table(guess))), color=RED, alpha=0.35, linewidth=1)
left.plot(x, values(table(f)), color=BLUE, linewidth=5, alpha=0.5, label="f")
left.plot(x, values(derivative(F)), color="black", linestyle="--", linewidth=1.2, label="fitted answer, differentiated")
left.set(title="No guess is right; their fit is", xlabel="x", ylim=(-1.2, 2.2))
left.legend(frameon=False, fontsize=8, loc="upper left")
shown = np.array([[float(value) for value in row] for row in matrix])
right.imshow(np.sign(shown) * np.sqrt(np.abs(shown)), cmap="RdBu", vmin=-3, vmax=3, aspect="auto")
for r, row in enumerate(matrix):
    for column, value in enumerate(row):
        right.text(column, r, str(value), ha="center", va="center", color="black" if value else GREY)
pretty = [
    term(one).replace("*", " ").replace("exp(2 x)", "e²ˣ").replace("^2", "²").replace("^3", "³").replace("^4", "⁴")
    for one in [*terms, *rows]
]
right.set(
    xticks=range(len(terms) + 1),
    yticks=range(len(rows)),
    yticklabels=pretty[len(terms) :],
    title="The linear system: T′ in columns, f at the right",
)
right.set_xticklabels([*[f"({name})′" for name in pretty[: len(terms)]], "f"], rotation=30, ha="right")
right.axvline(len(terms) - 0.5, color=GREEN, linewidth=2)
picture(
    figure,
    "proof",
    "Left: derivatives of wrong guesses, and of their exact fit. Right: the linear system that the fit solves.",
)

# %% [markdown]
# ## What *proved* means, and what it does not
#
# * **Proved**: $F' - f$ reduces to zero by exact algebra, as just now. Ansatz's own ring is larger than our tables
#   (logarithms, roots, trigonometric functions, parameters), and there every division by something that might be zero
#   must be justified too.
# * **Checked**: it could not be reduced, but interval arithmetic, which bounds its own rounding errors, encloses it
#   within $10^{-200}$ of zero at many points. Convincing, and no proof.
# * **Refuted**: at a named point it certainly is not zero.
#
# Agreement of decimal numbers is not in the list. Floating-point numbers have 16 digits, and a wrong answer can be
# wrong in the fortieth:

# %%
tiny = "x^2/2 + x/10^40"
points = np.random.default_rng(0).uniform(-5, 5, 1_000)
h = 1e-4
quotient = ((points + h) ** 2 / 2 + (points + h) / 1e40 - (points - h) ** 2 / 2 - (points - h) / 1e40) / (2 * h)
print("largest deviation at 1,000 points, in floating point:", f"{np.max(np.abs(quotient - points)):.0e}")
print("by algebra:", verify(tiny, "x").verdict)

# %% [markdown]
# Ansatz solves the linear system modulo a prime first, because that is fast and numbers cannot grow. Two different
# tables can look equal modulo one prime, with small probability; so what is *found* that way is then proved over the
# fractions.
#
# ## Exercise
#
# Give the method a hopeless form: look for an antiderivative of $f = e^{2x}$ among the combinations of $x$ and $x^2$.
# What does it say, and what does that prove?
#
# ## Solution
#
# The system has no solution, so `None`: *no combination of these terms* is an antiderivative. That is a proof, but
# about these terms only. Another form may succeed, here $e^{2x}$ itself. "Nothing was found" never means "nothing
# exists".

# %%
hopeless = [
    [derivative({one: Fraction(1)}).get(row, Fraction(0)) for one in [(1, 0), (2, 0)]] + [Fraction(int(row == (0, 2)))]
    for row in [(0, 0), (1, 0), (0, 2)]
]
print("from x and x^2:", solve(hopeless))

# %% [markdown]
# ## Check

# %%
check(
    len(wrong) >= 3 and not any(verify(to_text(guess), to_text(f)).holds for guess in wrong),
    "every guess that we used is wrong",
)
check(not residual, "the fitted answer differentiates to f, exactly")
check(verify(answer, to_text(f)).verdict == "proved", "Ansatz's own verifier proves it")
check(
    integrate(to_text(f), methods=("network", "fit"), deadline=60).verdict == "proved", "and Ansatz finds it by itself"
)
check(
    np.max(np.abs(quotient - points)) < 1e-8 and verify(tiny, "x").verdict == "refuted",
    "1,000 decimal agreements did not stop the refutation",
)
check(solve(hopeless) is None, "a hopeless form has no solution")
