# %% [markdown]
# # Lesson 15: The area under a curve
#
# $\int x\,dx = \frac{x^2}{2}$, and $\int_a^b x\,dx = \frac{b^2}{2} - \frac{a^2}{2}$. The first is a function whose
# derivative is $x$; the second is a number, an area. The bridge between the two is the best known theorem of
# calculus, and computers fall off it regularly. Here is how, and what to do about it.

# %%
import numpy as np
import sympy

import ansatz
from ansatz.primer.desk import BLUE, GREEN, GREY, RED, canvas, check, picture, scale

OWN = ("network", "fit")  # Ansatz's own methods: no need to start other systems here

# %% [markdown]
# ## The bridge, and its small print
#
# Let $A(x)$ be the area under the curve of $f$ from $a$ to $x$. Going on by a little $h$ adds a strip of width $h$
# and height about $f(x)$, so $A'(x) = f(x)$. If $F$ is any function with $F' = f$, then $F - A$ has the derivative
# zero, so *it is constant*, and
#
# $$\int_a^b f(x)\,dx = F(b) - F(a)$$
#
# The small print is in "so it is constant". A function with derivative zero is constant **on an interval where it is
# differentiable everywhere**. If $F$ has a jump somewhere between $a$ and $b$, then $F - A$ is one constant before it
# and another one behind.
#
# ## A jump that fools it
#
# $f(x) = \dfrac{1}{2 + \cos x}$ lies between $\frac13$ and $1$, so its integral from $0$ to $2\pi$ is more than $2$.
# The substitution $u = \tan(x/2)$, which is in every textbook, gives
#
# $$F(x) = \frac{2}{\sqrt 3} \arctan\left( \frac{\tan(x/2)}{\sqrt 3} \right)$$


# %%
def f(x: np.ndarray) -> np.ndarray:
    return 1 / (2 + np.cos(x))


def textbook(x: np.ndarray) -> np.ndarray:
    return 2 / np.sqrt(3) * np.arctan(np.tan(x / 2) / np.sqrt(3))


naive = float(textbook(np.array(2 * np.pi)) - textbook(np.array(0.0)))
print(f"F(2π) - F(0) = {abs(naive):.6f}")
said = ansatz.verify("2/sqrt(3)*atan(tan(x/2)/sqrt(3))", "1/(2+cos(x))")
print(said.verdict, "with jumps at", *(f"{place.place} (and every 2*pi from there)" for place in said.scope.jumps))

# %% [markdown]
# Zero! The formula is no misprint: $F' = f$ wherever $F$ is differentiable, and that is proved. But $\tan(x/2)$
# leaves for $+\infty$ at $x = \pi$ and comes back from $-\infty$, and there $F$ jumps down by just the area that had
# been collected. Ansatz names the jump, and looks for an antiderivative without one:

# %%
smooth = ansatz.integrate("1/(2+cos(x))", methods=OWN)
print(smooth.text())
area = ansatz.integrate("1/(2+cos(x))", ("x", 0, "2*pi"), methods=OWN)
print("from 0 to 2π:", area.text(), "=", area.enclosure)


def continuous(x: np.ndarray) -> np.ndarray:
    return (x - 2 * np.arctan(np.sin(x) / (np.cos(x) + 2 + np.sqrt(3)))) / np.sqrt(3)


# %% [markdown]
# ## Rigorous quadrature: areas that cannot lie
#
# How would we have noticed, without knowing the answer? By computing the area in a second way that trusts no formula.
# Cut $[a, b]$ into pieces. If on a piece of width $w$ we *know* that $l \le f \le u$, then its area is between $wl$
# and $wu$. Add them all: the integral is **certainly** in the interval
#
# $$\left[ \sum w_i l_i,\ \sum w_i u_i \right]$$
#
# To know $l$ and $u$, calculate with intervals instead of numbers. On a piece $[p, q]$ the cosine lies between the
# smaller and the larger of $\cos p$ and $\cos q$, unless a highest or lowest point (a multiple of $\pi$) is inside.
# Then $2 + \cos$ is an interval, and $1/[l, u] = [1/u, 1/l]$ where $l > 0$. Computers round; so after each operation
# we move the ends outward by more than the rounding error. That is all: the interval is a theorem, up to the
# correctness of these twenty lines.


# %%
def outward(low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The ends moved out by four units in the last place, which is more than one operation's rounding."""
    return low - 4 * np.spacing(np.abs(low)), high + 4 * np.spacing(np.abs(high))


def cosine(p: np.ndarray, q: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    low, high = outward(np.minimum(np.cos(p), np.cos(q)), np.maximum(np.cos(p), np.cos(q)))
    slack = 1e-12  # a multiple of π this near counts as inside
    first = np.ceil((p - slack) / np.pi)  # the first multiple of π from p on
    inside = first * np.pi <= q + slack
    low = np.where(inside & (first % 2 == 1), -1.0, low)
    high = np.where(inside & (first % 2 == 0), 1.0, high)
    return low, high


def enclosure(a: float, b: float, pieces: int) -> tuple[float, float]:
    """An interval that certainly holds the integral of 1/(2 + cos x) from a to b; the pieces are shorter than π."""
    ends = np.linspace(a, b, pieces + 1)
    p, q = ends[:-1], ends[1:]
    low, high = cosine(p, q)
    low, high = outward(2 + low, 2 + high)
    low, high = outward(1 / high, 1 / low)
    low, high = outward((q - p) * low, (q - p) * high)
    rounding = pieces * np.spacing(float(high.sum()))  # of the sums
    return float(low.sum()) - rounding, float(high.sum()) + rounding


exact = 2 * np.pi / np.sqrt(3)
table = [(n, *enclosure(0, 2 * np.pi, n)) for n in (8, 64, 512, 4096, scale(32_768, 1_000_000))]
for n, low, high in table:
    print(f"{n:8} pieces: [{low:.9f}, {high:.9f}]   width {high - low:.1e}")

# %% [markdown]
# Eight pieces are enough to convict the textbook: zero is not in the interval. A million give six digits, for the
# width shrinks in proportion to the pieces. (Ansatz's own quadrature uses Taylor polynomials with rigorous
# remainders, and has 15 digits from a few dozen pieces.)

# %%
figure, (left, right) = canvas(1, 2, width=10.5, height=4)
x = np.linspace(0, 2 * np.pi, 801)
broken = np.where(np.abs(x - np.pi) < 1e-2, np.nan, textbook(x))
ends = np.linspace(0, 2 * np.pi, 17)
least, most = cosine(ends[:-1], ends[1:])
left.bar(
    ends[:-1], 1 / (2 + least), width=np.diff(ends), align="edge", color=RED, alpha=0.25, label="certainly below this"
)
left.bar(
    ends[:-1], 1 / (2 + most), width=np.diff(ends), align="edge", color=GREEN, alpha=0.45, label="certainly above this"
)
left.plot(x, f(x), color=BLUE, linewidth=2)
left.set(title="f = 1/(2 + cos x) between two staircases", xlabel="x", ylim=(0, 1.25))
left.legend(frameon=False, fontsize=8, loc="upper left")
right.plot(x, continuous(x), color=BLUE, linewidth=2.5, label="continuous: ends at 2π/√3")
right.plot(x, broken, color=RED, linestyle="--", label="textbook: jumps at π, ends at 0")
right.axhline(exact, color=GREY, linestyle=":")
right.set(title="Two antiderivatives of one function", xlabel="x", ylim=(-2, 4.9))
right.legend(frameon=False, fontsize=9, loc="upper left")
for panel in (left, right):
    panel.set(xticks=[0, np.pi, 2 * np.pi], xticklabels=["0", "π", "2π"])
picture(
    figure, "area", "Left: the area between a lower and an upper staircase. Right: the textbook's antiderivative jumps."
)

# %% [markdown]
# ## Exercise
#
# $f(x) = 1/x^2$ is positive, and $F(x) = -1/x$. So $\int_{-1}^{1} f = F(1) - F(-1) = -2$. A negative area under a
# positive function? Say what is wrong, and what the interval method says.
#
# ## Solution
#
# $F$ is not continuous at $0$, and here no constant repairs it: the area is infinite. The piece that contains $0$ has
# $f \le u$ for no $u$, so no finite interval comes out. Note what *does* come out: the lower staircase alone, without
# that piece, grows beyond all bounds.

# %%
for n in (11, 101, 1001):
    cuts = np.linspace(-1, 1, n + 1)
    away = np.maximum(np.abs(cuts[:-1]), np.abs(cuts[1:]))  # where 1/x² is smallest on each piece
    print(f"{n:5} pieces: more than {np.sum(np.diff(cuts) / away**2):.0f}")
infinite = ansatz.integrate("1/x^2", ("x", -1, 1), methods=OWN)
print(infinite.remark)

# %% [markdown]
# ## Check

# %%
h = 1e-6
inner = np.linspace(0.1, 3.0, 30)
check(
    np.allclose((textbook(inner + h) - textbook(inner - h)) / (2 * h), f(inner)),
    "the textbook's F' is f, away from the jump",
)
middles = np.linspace(1, 3, 100, endpoint=False) + 0.01
check(np.isclose(np.sum(middles) * 0.02, 3**2 / 2 - 1**2 / 2), "the area under y = x from 1 to 3 is 9/2 - 1/2")
check(abs(naive) < 1e-12, "F(2π) - F(0) is zero")
check(said.verdict == "proved" and said.scope.jumps, "Ansatz proves F' = f, and names the jump")
least, most = cosine(np.array([3.0, -0.5]), np.array([3.5, 0.5]))
check(least[0] == -1 and most[1] == 1, "the cosine of an interval knows the turning points inside")
check(all(low <= exact <= high for _, low, high in table), "every enclosure contains 2π/√3")
check(table[0][1] > naive + 1, "eight pieces refute the value zero")
check(table[-1][2] - table[-1][1] < table[0][2] - table[0][1], "more pieces, narrower enclosures")
check(area.value is not None and area.value.equals(2 * sympy.pi / sympy.sqrt(3)), "Ansatz's value is 2π/√3, exactly")
check(infinite.diverges, "∫ 1/x² from -1 to 1 diverges, and Ansatz says so")
