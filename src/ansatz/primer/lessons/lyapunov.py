# %% [markdown]
# # Lesson 13: Lyapunov functions
#
# Push a pendulum and let go: friction brings it to rest. Push a pencil that stands on its point: it never comes back.
# How can one *prove* such things without solving the equations of motion, which mostly cannot be solved? Lyapunov's
# idea (1892): find a quantity that only ever goes down, like a ball's height in a bowl.

# %%
from fractions import Fraction

import numpy as np

import ansatz
from ansatz.expr import NOTATIONS, parse
from ansatz.primer.desk import BLUE, GREEN, GREY, RED, canvas, check, picture

# %% [markdown]
# ## The definition
#
# A *system of ordinary differential equations* says how a point moves, $\dot x = g(x)$ with $x \in \mathbb{R}^n$. The
# dot is the derivative with respect to time: at the place $x$ the velocity is $g(x)$. An *equilibrium* is a place
# where $g = 0$; we put it into the origin. A function $V : \mathbb{R}^n \to \mathbb{R}$ is a **Lyapunov function** if
#
# * $V(0) = 0$,
# * $V(x) > 0$ for all $x \neq 0$: a bowl with its bottom at the equilibrium,
# * $\dot V(x) = \langle \nabla V(x), \dot x \rangle = \langle \nabla V(x), g(x) \rangle \le 0$: along every solution
#   $V$ does not rise.
#
# $\nabla V$ is the *gradient*, the vector of the partial derivatives of $V$, and $\langle\cdot,\cdot\rangle$
# multiplies vectors entry by entry and adds. The third line is the chain rule: if $x(t)$ is a solution, then
# $\frac{d}{dt} V(x(t)) = \langle \nabla V, \dot x \rangle$. **We never need to know $x(t)$.**
#
# ## "Lyapunov function ⇔ stable system"
#
# So says the lecture, in one line. Here is what holds, in four.
#
# 1. A continuously differentiable $V$ as above implies that the *equilibrium* is **stable**: who starts close to it
#    stays close. It need not come back (a pendulum without friction).
# 2. If $\dot V < 0$ off the equilibrium, it is **asymptotically stable**: who starts close tends to it. If besides
#    $V(x) \to \infty$ as $|x| \to \infty$, this holds from everywhere: *globally*.
# 3. Backwards, an asymptotically stable equilibrium always has a $V$ with $\dot V < 0$, near it (Massera 1949,
#    Kurzweil 1956). But a theorem that $V$ exists does not write it down.
# 4. For mere stability "$\Leftarrow$" is not true in general with a continuous $V$ that depends on the place alone;
#    it may have to depend on time too. So "⇔" is a good motto, and half a theorem.
#
# Nor is *the system* stable, but an equilibrium of it: a system may have several, of different kinds.
#
# ## How to show a system to a network
#
# The lecture's example, in our tokens. (The origin is no equilibrium of it: $\dot x_0 = \cos 0 \cdot 2 = 2$ there. It
# only shows the notation.)

# %%
for text in ("cos(2.1x0)(x1+2)", "sin(3x1+2)"):
    print(f"{text:18}", " ".join(NOTATIONS["prefix"].to_words(parse(text))))

# %% [markdown]
# ## By hand: the damped oscillator
#
# $\dot x = y$, $\dot y = -x - y$: a mass on a spring, with friction. Energy is a natural guess, $V = x^2 + y^2$
# (twice the energy):
#
# $$\dot V = 2x\dot x + 2y\dot y = 2xy + 2y(-x - y) = -2y^2 \le 0$$
#
# Stable. But $\dot V = 0$ whenever $y = 0$, so this $V$ does not show by itself that the mass comes to rest. Tilt the
# bowl a little, $V = 3x^2 + 2xy + 2y^2$:
#
# $$\dot V = (6x + 2y)\,y + (2x + 4y)(-x - y) = -2x^2 - 2y^2 < 0$$
#
# ## A certificate, checked with fractions
#
# A stiffer spring: $\dot x = y$, $\dot y = -x^3 - y$. Ansatz finds a $V$ and hands over a proof that a student can
# check: two tables of numbers. With $m$ a column of monomials and $Q$ a symmetric matrix, $V = m^\top Q\,m$; and if
# $Q = LDL^\top$, with $L$ lower triangular and $D$ diagonal with positive entries, then $V$ is a **sum of squares**,
# so it is positive. The same for $-\dot V$.

# %%
solution = ansatz.lyapunov("x' = y; y' = -x^3 - y")
print("V =", solution.text(), " ", solution.verdict, "on", solution.scope)
certificate: dict = solution.certificate.to_json() if solution.certificate else {}
Polynomial = dict[tuple[int, int], Fraction]  # (i, j): c  for  c x^i y^j


def gram(part: dict) -> tuple[list[tuple[int, int]], list[list[Fraction]]]:
    """Monomials and the full symmetric matrix of the lower triangle that the certificate holds."""
    size, below = len(part["basis"]), Fraction(1, int(part["denominator"]))
    lower = [[Fraction(int(entry)) * below for entry in row] for row in part["numerators"]]
    full = [[lower[max(i, j)][min(i, j)] for j in range(size)] for i in range(size)]
    return [(int(i), int(j)) for i, j in part["basis"]], full


def expand(basis: list[tuple[int, int]], matrix: list[list[Fraction]]) -> Polynomial:
    total: Polynomial = {}
    for (i, j), row in zip(basis, matrix, strict=True):
        for (k, m), entry in zip(basis, row, strict=True):
            total[i + k, j + m] = total.get((i + k, j + m), Fraction(0)) + entry
    return {power: c for power, c in total.items() if c}


def pivots(matrix: list[list[Fraction]]) -> list[Fraction]:
    """The diagonal of D in Q = L D Lᵀ, by elimination; all positive exactly where Q is positive definite."""
    work, found = [list(row) for row in matrix], []
    for k in range(len(work)):
        found.append(work[k][k])
        for r in range(k + 1, len(work)):
            factor = work[r][k] / work[k][k]
            work[r] = [a - factor * b for a, b in zip(work[r], work[k], strict=True)]
    return found


def along(v: Polynomial, field: tuple[Polynomial, Polynomial]) -> Polynomial:
    """⟨∇V, g⟩."""
    total: Polynomial = {}
    for (i, j), c in v.items():
        for which, speed in enumerate(field):
            for (k, m), d in speed.items():
                factor, power = ((i, (i - 1 + k, j + m)), (j, (i + k, j - 1 + m)))[which]
                total[power] = total.get(power, Fraction(0)) + c * d * factor
    return {power: c for power, c in total.items() if c}


basis, Q = gram(certificate["function"])
falls, R = gram(certificate["decrease"])
V = expand(basis, Q)
print("monomials", basis, "pivots of Q:", *pivots(Q), "   -dV/dt:", expand(falls, R), "pivots:", *pivots(R))

# %% [markdown]
# ## The pendulum, on a box
#
# $\dot x = y$, $\dot y = -\sin x - y$, with the angle $x$. There is no *global* $V$ that proves attraction: hanging
# still with $x = 2\pi$ is an equilibrium too (the pendulum went round once), and so is balancing at $x = \pi$.
# Energy, $y^2/2 + 1 - \cos x$, is zero at $2\pi$, so it even fails $V > 0$. A bowl on a *box* around the origin is
# all one can ask for, and it yields a region: a level set of $V$ inside the box cannot be left.

# %%
pendulum = ansatz.lyapunov("x' = y; y' = -sin(x) - y", box=2)
level = float(Fraction(str(pendulum.level)))
print("V =", pendulum.text(), " ", pendulum.verdict, "where", pendulum.box_text())
print(f"The equilibrium is {pendulum.stability}: {pendulum.why}.")
none = ansatz.lyapunov("x' = y; y' = -x - y + x^2*y")
print("\nx' = y, y' = -x - y + x^2 y:", none.verdict)
print(none.reason)


def flow(x: float, y: float, seconds: float, h: float = 0.02) -> np.ndarray:
    """The pendulum's way, by four slopes a step (Runge and Kutta)."""
    way, z = [], np.array([x, y])

    def g(z: np.ndarray) -> np.ndarray:
        return np.array([z[1], -np.sin(z[0]) - z[1]])

    for _ in range(int(seconds / h)):
        way.append(z)
        a = g(z)
        b = g(z + h / 2 * a)
        c = g(z + h / 2 * b)
        z = z + h / 6 * (a + 2 * b + 2 * c + g(z + h * c))
    return np.array(way)


def bowl(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return 4 * x**2 + 2 * x * y + 3 * y**2


# %%
figure, (left, right) = canvas(1, 2, width=10.5, height=4.3)
a, b = np.meshgrid(np.linspace(-4.5, 7.5, 240), np.linspace(-4, 4, 160))
left.streamplot(a, b, b, -np.sin(a) - b, color="#cccccc", density=1.1, linewidth=0.6, arrowsize=0.7)
left.contourf(a, b, bowl(a, b), levels=[0, level], colors=[GREEN], alpha=0.25)
left.contour(a, b, bowl(a, b), levels=[level], colors=[GREEN])
left.plot([-2, 2, 2, -2, -2], [-2, -2, 2, 2, -2], color=GREY, linestyle="--")
ways = [flow(*start, 14) for start in ((1.2, 0.9), (-1.4, 0.3), (0.4, -1.5), (2.9, 0.2), (1.0, 3.9))]
for way, colour in zip(ways, (BLUE, BLUE, BLUE, RED, RED), strict=True):
    left.plot(*way.T, color=colour, linewidth=1.4)
    left.plot(*way[0], "o", color=colour, markersize=5)
left.set(title="Inside V < 11 all come to rest at 0", xlabel="angle x", ylabel="speed y", xlim=(-4.5, 7.5),
         ylim=(-4, 4), xticks=[-np.pi, 0, np.pi, 2 * np.pi], xticklabels=["−π", "0", "π", "2π"])  # fmt: skip
for way, colour in zip(ways, (BLUE, BLUE, BLUE, RED, RED), strict=True):
    right.plot(np.arange(len(way)) * 0.02, bowl(*way.T), color=colour)
right.axhline(level, color=GREEN, linestyle=":")
right.annotate(f"V = {level:g}", (11.5, level), (0, 4), textcoords="offset points", color=GREEN)
right.set(title="V along these ways", xlabel="time", ylabel="V", yscale="log", ylim=(1e-4, 400))
picture(
    figure,
    "lyapunov",
    "Left: the pendulum; from the green region everything tends to rest. Right: there V falls; outside it may rise.",
)

# %% [markdown]
# The red ways begin outside of the green region, and of them the certificate says nothing. One comes back to 0 all
# the same; the other turns over and comes to rest at $2\pi$, where the bowl around 0 is high.
#
# ## Exercise
#
# For the damped oscillator find the *one* $V = ax^2 + 2bxy + cy^2$ with $\dot V = -(x^2 + y^2)$.
#
# ## Solution
#
# $\dot V = (2ax + 2by)\,y + (2bx + 2cy)(-x - y) = -2b\,x^2 + (2a - 2b - 2c)\,xy + (2b - 2c)\,y^2$. So $-2b = -1$,
# $2a - 2b - 2c = 0$ and $2b - 2c = -1$: $b = \frac12$, $c = 1$, $a = \frac32$. For a linear system $\dot x = Ax$ this
# is always a set of linear equations, $A^\top P + PA = -I$, and its solution $P$ is positive definite exactly when
# the equilibrium is asymptotically stable. For *linear* systems, then, "⇔" is a theorem.

# %%
A = np.array([[0.0, 1.0], [-1.0, -1.0]])
equations = np.kron(A.T, np.eye(2)) + np.kron(np.eye(2), A.T)
P = np.linalg.solve(equations, -np.eye(2).ravel()).reshape(2, 2)
print("a, b, c =", P[0, 0], P[0, 1], P[1, 1])

# %% [markdown]
# ## Check

# %%
one = Fraction(1)
field = ({(0, 1): one}, {(3, 0): -one, (0, 1): -one})
spring = ({(0, 1): one}, {(1, 0): -one, (0, 1): -one})
check(along({(2, 0): one, (0, 2): one}, spring) == {(0, 2): Fraction(-2)}, "for the energy dV/dt = -2y²")
tilted = {(2, 0): Fraction(3), (1, 1): Fraction(2), (0, 2): Fraction(2)}
check(along(tilted, spring) == {(2, 0): Fraction(-2), (0, 2): Fraction(-2)}, "for the tilted bowl dV/dt = -2x² - 2y²")
check(min(pivots(Q)) > 0 and min(pivots(R)) > 0, "both matrices of the certificate are positive definite, by fractions")
check(
    along(V, field) == {power: -c for power, c in expand(falls, R).items()},
    "and the second one is -⟨∇V, g⟩ of the first",
)
check(
    pendulum.verdict == "proved" and pendulum.text() == "3*y^2 + 4*x^2 + 2*x*y", "the pendulum's V is proved on the box"
)
check(all(np.all(np.diff(bowl(*way.T)) <= 1e-12) for way in ways[:3]), "V falls along three solutions inside")
x, y = ways[0].T
rate = (8 * x + 2 * y) * y + (2 * x + 6 * y) * (-np.sin(x) - y)  # ⟨∇V, g⟩
quotient = (bowl(x, y)[2:] - bowl(x, y)[:-2]) / 0.04
check(np.max(np.abs(quotient - rate[1:-1])) < 0.02, "dV/dt along a solution is ⟨∇V, g⟩, though V was told no solution")
check(abs(ways[4][-1, 0] - 2 * np.pi) < 0.1, "a hard push ends at 2π instead: stability has its region")
check(none.verdict == "refuted", "another system has no global V at all")
check(np.allclose(P, [[1.5, 0.5], [0.5, 1.0]]), "the exercise: a = 3/2, b = 1/2, c = 1")
