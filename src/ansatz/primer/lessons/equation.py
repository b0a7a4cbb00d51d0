# %% [markdown]
# # Lesson 14: A differential equation
#
# In lesson 10 an integral was made from its answer. The same trick makes *differential equations*: begin with a whole
# family of curves, find the one equation that all of them satisfy, and then ask for the way back.

# %%
from collections.abc import Callable

import numpy as np

import ansatz
from ansatz.primer.desk import BLUE, GREEN, ORANGE, PURPLE, RED, canvas, check, picture

OWN = ("network", "fit")  # Ansatz's own methods: no need to start other systems here

# %% [markdown]
# ## There: from a family to its equation
#
# Take the curves $y = \ln(x + c)$, one for each number $c$. (1) Solve for the constant: $c = e^y - x$. So along each
# curve the function $K(x, y) = e^y - x$ does not change. (2) Differentiate along the curve, where $y$ depends on $x$;
# with the chain rule, and $K_x$, $K_y$ for the partial derivatives,
#
# $$K_x + y'\,K_y = 0, \qquad \text{here} \qquad -1 + y'\,e^y = 0$$
#
# (3) Tidy up: $y' = e^{-y}$. **The constant is gone.** All curves of the family satisfy this one equation, and a
# generator has a new pair: question $y' = e^{-y}$, answer $y = \ln(x + c)$.
#
# Two constants, two derivatives: from $y = c_1 \cos x + c_2 \sin x$ we get $c_2 = (y - c_1\cos x)/\sin x$;
# differentiate, solve for $c_1$, differentiate again, and what remains is $y'' + y = 0$.
#
# ## And back
#
# Ansatz reads the equation as people write it, and puts every answer back into it:

# %%
for equation in ("y' = exp(-y)", "y'' + y = 0", "y' = 1 + y^2, y(0) = 0"):
    solved = ansatz.dsolve(equation, methods=OWN)
    print(f"{equation:24} {solved.text():30} {solved.verdict}")
    if solved.interval:
        print(" " * 24, "for", solved.interval.text("x"))

# %% [markdown]
# ## What an equation looks like
#
# $y' = g(x, y)$ says for each point of the plane which direction a curve through it must have: a *direction field*. A
# solution is a curve that follows it everywhere. A computer can follow it without any formula: from $(x, y)$ go a
# little step $h$ in the direction $g(x, y)$, and again (*Euler's method*); or, better, average four directions on the
# way (*Runge and Kutta's*). That gives us a check on the formulas which knows nothing of how they were found.


# %%
def follow(
    g: Callable[[float, float], float], x: float, y: float, end: float, steps: int, four: bool = True
) -> np.ndarray:
    """Points of the curve through (x, y) up to x = end, (steps + 1, 2)."""
    way, h = [(x, y)], (end - x) / steps
    for _ in range(steps):
        a = g(x, y)
        if four:
            b = g(x + h / 2, y + h / 2 * a)
            c = g(x + h / 2, y + h / 2 * b)
            a = (a + 2 * b + 2 * c + g(x + h, y + h * c)) / 6
        x, y = x + h, y + h * a
        way.append((x, y))
    return np.array(way)


def slope(x: float, y: float) -> float:
    return float(np.exp(-y))


errors = {}
for steps in (20, 40, 80, 160):
    errors[steps] = [abs(follow(slope, 0.0, 0.0, 3.0, steps, four)[-1, 1] - np.log(4)) for four in (False, True)]
    print(
        f"{steps:4} steps to x = 3: Euler is off by {errors[steps][0]:.1e}, Runge and Kutta by {errors[steps][1]:.1e}"
    )

# %% [markdown]
# Twice the steps halve Euler's error, and divide that of Runge and Kutta by sixteen.
#
# ## A solution that is not in the family
#
# The family of straight lines $y = cx - c^2$ has $y' = c$, so its equation is (put $y'$ for $c$)
#
# $$y = x\,y' - (y')^2$$
#
# Now look at the picture. The lines touch a parabola, $y = x^2/4$; at each of its points it has the direction of the
# line that touches it there. So the parabola follows the direction field as well: **it solves the equation and is no
# member of the family**, for any $c$. It is called a *singular solution*. "The general solution" is a dangerous name:
# it need not be all.

# %%
clairaut = ansatz.dsolve("y = x*y' - y'^2", methods=OWN)
for one in clairaut.solutions:
    print(one.text("y", clairaut.constants), " ", one.verdict)

# %%
figure, (left, right) = canvas(1, 2, width=10.5, height=4.2)
a, b = np.meshgrid(np.linspace(-2.5, 3, 23), np.linspace(-2.5, 2, 19))
norm = np.hypot(1, np.exp(-b))
left.quiver(
    a,
    b,
    1 / norm,
    np.exp(-b) / norm,
    color="#bbbbbb",
    angles="xy",
    headwidth=0,
    headlength=0,
    headaxislength=0,
    pivot="middle",
    width=0.003,
)
for c, colour in zip((-1, 0, 1, 2.3), (BLUE, GREEN, ORANGE, PURPLE), strict=True):
    x = np.linspace(-c + 1e-3, 3, 400)
    left.plot(x, np.log(x + c), color=colour, linewidth=2, label=f"c = {c}")
euler = follow(slope, 0.0, 0.0, 3.0, 6, four=False)
left.plot(*euler.T, "o--", color=RED, markersize=4, linewidth=1, label="Euler, 6 steps")
left.set(title="y′ = exp(−y): the family y = ln(x + c)", xlabel="x", ylabel="y", xlim=(-2.5, 3), ylim=(-2.5, 2))
left.legend(frameon=True, framealpha=0.9, edgecolor="none", fontsize=8, loc="lower right")
x = np.linspace(-4, 4, 200)
for c in np.linspace(-2, 2, 17):
    right.plot(x, c * x - c**2, color=BLUE, linewidth=0.8, alpha=0.6)
right.plot(x, x**2 / 4, color=RED, linewidth=2.5)
right.annotate("y = x²/4 touches them all", (-2.6, 1.7), (-3.2, 3.3), color=RED)
right.set(title="y = x y′ − y′²: lines, and one more solution", xlabel="x", ylabel="y", xlim=(-4, 4), ylim=(-3, 4))
picture(
    figure,
    "equation",
    "Left: a direction field and the curves that follow it. Right: the envelope of lines solves their equation too.",
)

# %% [markdown]
# ## Exercise
#
# Which equation has the family $y = cx^2$ of parabolas? Solve it by hand; then ask through how many of these curves
# the origin, and the point $(0, 1)$, can be reached. What does the equation say at $x = 0$?
#
# ## Solution
#
# $c = y/x^2$, so $0 = y'/x^2 - 2y/x^3$, that is $x\,y' = 2y$. At $x = 0$ it says $0 = 2y$: every solution passes
# through the origin, all of the parabolas do, and none reaches $(0, 1)$. That is why an answer needs a *scope*.
# (There are still more solutions: glue the left half of one parabola to the right half of another.)

# %%
parabolas = ansatz.dsolve("x*y' = 2*y", methods=OWN)
print(parabolas.text(), " ", parabolas.verdict, "  ", parabolas.scope)

# %% [markdown]
# ## Check

# %%
points, h = np.linspace(0.2, 3, 15), 1e-5


def residual(
    curve: Callable[[np.ndarray], np.ndarray], equation: Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]
) -> float:
    """How badly y = curve(x) misses equation(x, y, y') = 0."""
    rate = (curve(points + h) - curve(points - h)) / (2 * h)
    return float(np.max(np.abs(equation(points, curve(points), rate))))


def member(c: float) -> Callable[[np.ndarray], np.ndarray]:
    return lambda x: np.log(x + c)


def line(c: float) -> Callable[[np.ndarray], np.ndarray]:
    return lambda x: c * x - c**2


check(
    max(residual(member(c), lambda x, y, r: r - np.exp(-y)) for c in (0.5, 1, 2)) < 1e-8,
    "each member of the family solves y' = exp(-y)",
)
runge = follow(slope, 0.0, 0.0, 3.0, 80)
check(
    np.max(np.abs(np.exp(runge[:, 1]) - runge[:, 0] - 1)) < 1e-6,
    "K = exp(y) - x does not change along a computed curve",
)
check(
    1.7 < errors[80][0] / errors[160][0] < 2.3 and 12 < errors[80][1] / errors[160][1] < 20,
    "the errors shrink by 2 and by 16",
)
lines = max(residual(line(c), lambda x, y, r: y - x * r + r**2) for c in (-1, 0.5, 2))
check(
    lines < 1e-8 and residual(lambda x: x**2 / 4, lambda x, y, r: y - x * r + r**2) < 1e-8,
    "the lines and the parabola solve y = xy' - y'²",
)
check(residual(lambda x: x**2 / 3, lambda x, y, r: y - x * r + r**2) > 0.1, "and another parabola does not")
check(
    ansatz.dsolve("y' = exp(-y)", methods=OWN).verdict == clairaut.verdict == parabolas.verdict == "proved",
    "Ansatz proves its answers",
)
