# %% [markdown]
# # Lesson 2: Blue or orange
#
# Points in the plane are blue or orange. We want a rule that says of any *new* point which colour it is likely to
# have. The label is no longer a number on a scale but one of two classes: $c = 0$ for blue, $c = 1$ for orange.

# %%
import numpy as np

from ansatz.primer.desk import BLUE, GREY, ORANGE, blue_to_orange, canvas, check, picture, scale

rng = np.random.default_rng(7)
half = 60
blue = rng.normal([-0.8, -0.6], 0.75, (half, 2))
orange = rng.normal([0.8, 0.7], 0.75, (half, 2))
xy = np.vstack([blue, orange])  # (120, 2): a row for each point
c = np.repeat([0.0, 1.0], half)  # (120,)

# %% [markdown]
# ## The idea
#
# **Model.** A line divides the plane: $m_1x + m_2y + b$ is positive on one side and negative on the other, and grows
# with the distance from the line. The *sigmoid* function turns any number into a number between 0 and 1,
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}}$$
#
# so that we may read $p = \sigma(m_1x + m_2y + b)$ as the probability that the point is orange. We call it orange
# where $p \geq \frac12$ and blue where $p < \frac12$. Three parameters: $m_1$, $m_2$ and $b$. The border
# $p = \frac12$ is the line itself, because $\sigma(0) = \frac12$.
#
# Two facts about $\sigma$ make all that follows simple. It is symmetric, $\sigma(-z) = 1 - \sigma(z)$, and its
# derivative is
#
# $$\sigma'(z) = \frac{e^{-z}}{(1 + e^{-z})^2} = \sigma(z)\,(1 - \sigma(z))$$
#
# **Cost.** Point $i$ got the probability $p_i = \sigma(m_1x_i + m_2y_i + b)$ of being orange. If it is orange, the
# model gave the truth the probability $p_i$; if it is blue, $1 - p_i$. For independent points the probability of
# *all* the colours, the *likelihood*, is a product:
#
# $$L = (p_1 \text{ if } c_1 = 1,\ 1 - p_1 \text{ if } c_1 = 0)
# \cdots (p_n \text{ if } c_n = 1,\ 1 - p_n \text{ if } c_n = 0)$$
#
# A good model makes it large. But a product of many numbers below 1 is useless to a computer, as you will see. The
# logarithm grows where its argument grows, so it is largest at the same parameters, and it turns **a product into a
# sum**, because $\ln(uv) = \ln u + \ln v$:
#
# $$\frac1n \ln L = \frac1n \left( c_1 \ln p_1 + (1 - c_1) \ln(1 - p_1) +
# \dots + c_n \ln p_n + (1 - c_n) \ln(1 - p_n) \right)$$
#
# (Check the trick with $c$: one of the two summands is always zero.) We *minimise* the negative of this, and call it
# $J$, the *cross-entropy*. The lecture we follow writes $J$ for the sum without the minus sign; its gradients, and
# everybody's, are those with it.

# %%
coins = np.full(2_000, 0.5)
print(
    "the product of 2,000 halves:",
    np.prod(coins),
    "   its logarithm, as a sum:",
    round(float(np.sum(np.log(coins))), 1),
)


def sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


def cost(parameters: np.ndarray, points: np.ndarray, colours: np.ndarray) -> float:
    p = sigmoid(points @ parameters[:2] + parameters[2])
    return float(-np.mean(colours * np.log(p) + (1 - colours) * np.log(1 - p)))


# %% [markdown]
# ## The gradient
#
# For one point let $z = m_1x + m_2y + b$ and $p = \sigma(z)$. By the chain rule
#
# $$\frac{\partial J}{\partial m_1}
# = \frac{\partial J}{\partial p} \cdot \frac{dp}{dz} \cdot \frac{\partial z}{\partial m_1}
# = \frac{p - c}{p(1 - p)} \cdot p(1 - p) \cdot x = (p - c)\,x$$
#
# and likewise $(p - c)\,y$ for $m_2$ and $p - c$ for $b$: *how wrong we were, times what we looked at*. The cost of
# all points is the average, and so is its gradient. Now walk downhill as in lesson 1, in three directions at once.


# %%
def gradient(parameters: np.ndarray, points: np.ndarray, colours: np.ndarray) -> np.ndarray:
    wrong = sigmoid(points @ parameters[:2] + parameters[2]) - colours
    return np.append(wrong @ points, wrong.sum()) / len(colours)


def descend(points: np.ndarray, colours: np.ndarray, steps: int) -> tuple[np.ndarray, list[float]]:
    parameters, costs = np.zeros(3), []
    for _ in range(steps):
        costs.append(cost(parameters, points, colours))
        parameters = parameters - 0.5 * gradient(parameters, points, colours)
    return parameters, costs


def accuracy(parameters: np.ndarray, points: np.ndarray, colours: np.ndarray) -> float:
    return float(np.mean((points @ parameters[:2] + parameters[2] >= 0) == (colours == 1)))


steps = scale(300, 2_000)
found, costs = descend(xy, c, steps)
print(f"m1 = {found[0]:.2f}, m2 = {found[1]:.2f}, b = {found[2]:.2f}")
print(
    f"cost {costs[0]:.3f} (= ln 2: it knows nothing) -> {costs[-1]:.3f}; "
    f"{accuracy(found, xy, c):.1%} of the points right"
)

# %% [markdown]
# ## Where a line is hopeless
#
# Orange points around blue ones: no line has them on its two sides. The same code runs without complaint and ends
# near $\ln 2$, at "fifty-fifty" for every point. A model can only find what it is able to say.

# %%
angle = rng.uniform(0, 2 * np.pi, half)
ring = np.column_stack([np.cos(angle), np.sin(angle)]) * rng.normal(1.9, 0.2, (half, 1))
disc = rng.normal(0, 0.5, (half, 2))
round_xy = np.vstack([disc, ring])
hopeless, hopeless_costs = descend(round_xy, c, steps)
print(f"ring: cost {hopeless_costs[-1]:.3f}, {accuracy(hopeless, round_xy, c):.0%} of the points right")

# %%
figure, panels = canvas(1, 3, width=11.5, height=3.9)
for panel, points, parameters, title in (
    (panels[0], xy, found, "A line divides them"),
    (panels[1], round_xy, hopeless, "No line can"),
):
    a, b = np.meshgrid(np.linspace(-3, 3, 160), np.linspace(-3, 3, 160))
    p = sigmoid(parameters[0] * a + parameters[1] * b + parameters[2])
    panel.contourf(a, b, p, levels=np.linspace(0, 1, 11), cmap=blue_to_orange(), alpha=0.5)
    if p.min() < 0.5 < p.max():
        panel.contour(a, b, p, levels=[0.5], colors="black", linewidths=1.5)
    panel.plot(*points[:half].T, "o", color=BLUE, markersize=4)
    panel.plot(*points[half:].T, "s", color=ORANGE, markersize=4)
    panel.set(title=title, xlabel="x", ylabel="y", aspect="equal")
panels[2].plot(range(1, steps + 1), costs, color=BLUE, label="left data")
panels[2].plot(range(1, steps + 1), hopeless_costs, color=ORANGE, label="ring")
panels[2].axhline(np.log(2), color=GREY, linestyle=":")
panels[2].annotate("ln 2", (1, np.log(2)), (0, 4), textcoords="offset points", color=GREY)
panels[2].set(xscale="log", xlabel="step", ylabel="cross-entropy J", title="Cost", ylim=(0, 0.8))
panels[2].legend(frameon=False)
picture(
    figure,
    "logistic",
    "The probability of orange as a shade, the boundary p = 1/2 in black; on the ring no line helps.",
)

# %% [markdown]
# ## Exercise
#
# Keep logistic regression, but help it: instead of $(x, y)$ show it $(x^2, y^2)$. What is its boundary in the
# $xy$-plane now, and does it learn the ring?
#
# ## Solution
#
# $m_1x^2 + m_2y^2 + b = 0$ is an ellipse (for $m_1, m_2 > 0 > b$), which is just what the ring needs. The catch: *we*
# found the right features. In the next lesson the machine finds them itself.

# %%
squared, _ = descend(round_xy**2, c, steps)
print(
    f"with squares: {accuracy(squared, round_xy**2, c):.0%} right; "
    f"boundary {squared[0]:.1f} x^2 + {squared[1]:.1f} y^2 = {-squared[2]:.1f}"
)

# %% [markdown]
# ## Check

# %%
at, h = np.array([0.4, -0.3, 0.2]), 1e-6
numeric = [(cost(at + h * e, xy, c) - cost(at - h * e, xy, c)) / (2 * h) for e in np.eye(3)]
z = np.linspace(-4, 4, 9)
slopes = (sigmoid(z + h) - sigmoid(z - h)) / (2 * h)
check(np.allclose(slopes, sigmoid(z) * (1 - sigmoid(z))), "the derivative of the sigmoid is s(1 - s)")
check(np.allclose(sigmoid(-z), 1 - sigmoid(z)), "the sigmoid is symmetric")
p = sigmoid(xy @ at[:2] + at[2])
likelihood = float(np.prod(np.where(c == 1, p, 1 - p)))
check(np.isclose(np.log(likelihood) / len(c), -cost(at, xy, c)), "the logarithm of the likelihood is the sum")
check(
    np.allclose(numeric, gradient(at, xy, c), atol=1e-8),
    "the gradient (p - c)(x, y, 1) agrees with difference quotients",
)
check(accuracy(found, xy, c) > 0.9, "a line gets more than nine in ten of the two clouds")
check(accuracy(hopeless, round_xy, c) < 0.75, "and fewer than three in four of the ring")
check(accuracy(squared, round_xy**2, c) > 0.95, "an ellipse gets the ring")
