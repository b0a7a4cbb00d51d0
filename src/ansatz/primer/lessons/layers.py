# %% [markdown]
# # Lesson 3: Stacking a layer
#
# On the ring of lesson 2 a line was hopeless, and we had to hand the machine squares. Now it finds its own features:
# we put several logistic regressions side by side, and one more behind them, which looks at their outputs instead of
# at the point. That is a neural network with one *hidden layer*.

# %%
from importlib.util import find_spec

import numpy as np

from ansatz.primer.desk import BLUE, ORANGE, animation, blue_to_orange, canvas, check, picture, scale

rng = np.random.default_rng(3)
half = 60
angle = rng.uniform(0, 2 * np.pi, half)
ring = np.column_stack([np.cos(angle), np.sin(angle)]) * rng.normal(1.9, 0.2, (half, 1))
xy = np.vstack([rng.normal(0, 0.5, (half, 2)), ring])  # (120, 2)
c = np.repeat([0.0, 1.0], half)  # 0: blue, inside; 1: orange, outside

# %% [markdown]
# ## The model
#
# Let the hidden layer have $H$ units. Unit $i$ computes from the point $(x, y)$
#
# $$z_i^{(1)} = \theta_{i1}^{(1)} x + \theta_{i2}^{(1)} y + b_i^{(1)}, \qquad a_i = \sigma(z_i^{(1)})$$
#
# and the last unit computes from the $a_i$ the probability of orange:
#
# $$z^{(2)} = \theta_1^{(2)} a_1 + \dots + \theta_H^{(2)} a_H + b^{(2)}, \qquad p = \sigma(z^{(2)})$$
#
# The upper index in brackets is the layer's number, not a power; all the $\theta$ and $b$ are parameters.
# $\sigma(z) = 1/(1 + e^{-z})$ is the sigmoid of lesson 2. Without it in between, the layers would collapse into a
# single line again: sums of sums are sums.

# %%
Parameters = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]  # theta1 (H, 2), b1 (H,), theta2 (H,), b2 ()


def sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


def begin(hidden: int, seed: int) -> Parameters:
    draw = np.random.default_rng(seed)
    return draw.normal(0, 1, (hidden, 2)), draw.normal(0, 1, hidden), draw.normal(0, 1, hidden), np.zeros(())


def forward(parameters: Parameters, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    theta1, b1, theta2, b2 = parameters
    a = sigmoid(points @ theta1.T + b1)  # (points, H)
    return a, sigmoid(a @ theta2 + b2)  # (points,)


def cost(parameters: Parameters, points: np.ndarray, colours: np.ndarray) -> float:
    p = forward(parameters, points)[1]
    return float(-np.mean(colours * np.log(p) + (1 - colours) * np.log(1 - p)))


# %% [markdown]
# ## The chain rule, twice
#
# If $f$, $g$ and $h$ are differentiable, the derivative of $f(g(h(x)))$ is
#
# $$f'(g(h(x))) \cdot g'(h(x)) \cdot h'(x) = \frac{df}{dg} \cdot \frac{dg}{dh} \cdot \frac{dh}{dx}$$
#
# *Backpropagation* is this rule, read from the last layer to the first, with every factor computed once. Take one
# point with colour $c$, and the cost of lesson 2, $J = -(c \ln p + (1 - c) \ln(1 - p))$. From the last layer:
#
# $$\frac{\partial J}{\partial \theta_1^{(2)}}
# = \frac{\partial J}{\partial p} \cdot \frac{\partial p}{\partial z^{(2)}}
# \cdot \frac{\partial z^{(2)}}{\partial \theta_1^{(2)}}
# = \frac{p - c}{p(1 - p)} \cdot p(1 - p) \cdot a_1 = (p - c)\,a_1$$
#
# And one layer deeper, where two more links join the chain:
#
# $$\frac{\partial J}{\partial \theta_{11}^{(1)}}
# = \frac{\partial J}{\partial p} \cdot \frac{\partial p}{\partial z^{(2)}}
# \cdot \frac{\partial z^{(2)}}{\partial a_1} \cdot
# \frac{\partial a_1}{\partial z_1^{(1)}}
# \cdot \frac{\partial z_1^{(1)}}{\partial \theta_{11}^{(1)}}$$
#
# $$= \frac{p - c}{p(1 - p)} \cdot p(1 - p) \cdot \theta_1^{(2)} \cdot a_1(1 - a_1) \cdot x
# = (p - c)\,\theta_1^{(2)} a_1 (1 - a_1)\,x$$
#
# **A small slip in the lecture.** It writes $J = c \ln p + (1 - c) \ln(1 - p)$, without the minus sign, next to these
# gradients. The derivative of *that* with respect to $p$ is
# $\frac{c}{p} - \frac{1 - c}{1 - p} = \frac{c - p}{p(1 - p)}$: the opposite sign. The gradients above belong to the
# negated log-likelihood, which is also what one descends. The check below tells the two apart.


# %%
def gradient(parameters: Parameters, points: np.ndarray, colours: np.ndarray) -> Parameters:
    theta2 = parameters[2]
    a, p = forward(parameters, points)
    wrong = (p - colours) / len(points)  # dJ/dz2 for every point
    back = wrong[:, None] * theta2 * a * (1 - a)  # dJ/dz1, (points, H)
    return back.T @ points, back.sum(0), a.T @ wrong, wrong.sum()


def train(hidden: int, steps: int, seed: int = 5) -> tuple[list[Parameters], list[float]]:
    """All parameters on the way, and the costs."""
    parameters, way, costs = begin(hidden, seed), [], []
    for _ in range(steps):
        way.append(parameters)
        costs.append(cost(parameters, xy, c))
        slopes = gradient(parameters, xy, c)
        parameters = tuple(value - 2.0 * slope for value, slope in zip(parameters, slopes, strict=True))  # type: ignore[assignment]
    return way, costs


def accuracy(parameters: Parameters) -> float:
    return float(np.mean((forward(parameters, xy)[1] >= 0.5) == (c == 1)))


steps = scale(600, 3_000, 20_000)
way, costs = train(4, steps)
for k in (0, 30, 100, 300, steps - 1):
    print(f"step {k:5}: cost {costs[k]:.4f}, {accuracy(way[k]):.0%} right")

# %% [markdown]
# ## The boundary bends
#
# Four hidden units are four lines; the last unit weighs on which side of each a point lies. Thin lines show where a
# unit changes its mind ($a_i = \frac12$), the thick one where the network does ($p = \frac12$).

# %%
grid = np.stack(np.meshgrid(np.linspace(-2.9, 2.9, 120), np.linspace(-2.9, 2.9, 120)), axis=-1)
figure, panel = canvas(1, 1, width=5, height=4.8)


def draw(step: int) -> None:
    panel.clear()
    a, p = forward(way[step], grid.reshape(-1, 2))
    shade = p.reshape(120, 120)
    panel.contourf(grid[..., 0], grid[..., 1], shade, levels=np.linspace(0, 1, 11), cmap=blue_to_orange(), alpha=0.5)
    for unit in a.T:
        if unit.min() < 0.5 < unit.max():
            panel.contour(
                grid[..., 0], grid[..., 1], unit.reshape(120, 120), levels=[0.5], colors="grey", linewidths=0.8
            )
    if p.min() < 0.5 < p.max():
        panel.contour(grid[..., 0], grid[..., 1], shade, levels=[0.5], colors="black", linewidths=2)
    panel.plot(*xy[:half].T, "o", color=BLUE, markersize=4)
    panel.plot(*xy[half:].T, "s", color=ORANGE, markersize=4)
    panel.set(title=f"step {step}: cost {costs[step]:.3f}", xlabel="x", ylabel="y", xlim=(-2.9, 2.9), ylim=(-2.9, 2.9))


moments = np.unique(np.geomspace(1, steps, scale(5, 28)).astype(int)) - 1
draw(steps - 1)
picture(figure, "layers", "Four lines and what the network makes of them: a closed curve between the colours.")
animation(figure, lambda k: draw(int(moments[k])), len(moments), "boundary", "The boundary while the network learns.")

# %% [markdown]
# ## Exercise
#
# How many hidden units does the ring need? Think of geometry before you run it.
#
# ## Solution
#
# Each unit is a line. One line or two parallel or crossing ones never enclose a disc; three do: a triangle, with
# corners rounded off by the sigmoids.

# %%
needed = {hidden: max(accuracy(train(hidden, steps, seed)[0][-1]) for seed in range(3)) for hidden in (1, 2, 3, 4)}
print("best of three beginnings:", ", ".join(f"{hidden} units {share:.0%}" for hidden, share in needed.items()))

# %% [markdown]
# ## Check
#
# The chain rule on $\sin e^{x^2}$; the gradients against difference quotients of the cost, for every parameter;
# against the two formulas, for one point; and against PyTorch, which applies the same chain rule to any program, where
# it is installed.

# %%
at, h, point, colour = begin(4, 11), 1e-6, np.array([[0.7, -1.2]]), np.array([1.0])
quotient = (np.sin(np.exp((0.6 + h) ** 2)) - np.sin(np.exp((0.6 - h) ** 2))) / (2 * h)
chain = np.cos(np.exp(0.6**2)) * np.exp(0.6**2) * 2 * 0.6
check(abs(quotient - chain) < 1e-8, "the derivative of sin(exp(x^2)) is the product of three")
slopes, errors = gradient(at, xy, c), []
for which in range(4):
    for place in np.ndindex(at[which].shape):
        ends = []
        for sign in (1, -1):
            moved = [value.copy() for value in at]
            moved[which][place] += sign * h
            ends.append(cost((moved[0], moved[1], moved[2], moved[3]), xy, c))
        errors.append(abs((ends[0] - ends[1]) / (2 * h) - slopes[which][place]))
check(
    len(errors) == 17 and max(errors) < 1e-8,
    "all 17 derivatives agree with difference quotients of the negated log-likelihood",
)
a, p = forward(at, point)
one = gradient(at, point, colour)
first = (p[0] - 1) * a[0, 0]
deeper = (p[0] - 1) * at[2][0] * a[0, 0] * (1 - a[0, 0]) * point[0, 0]
check(
    np.isclose(one[2][0], first) and np.isclose(one[0][0, 0], deeper),
    "both formulas of the lecture hold for J with its minus sign",
)
if find_spec("torch"):
    import torch

    leaves = [torch.tensor(value, requires_grad=True) for value in at]
    hidden_units = torch.sigmoid(torch.tensor(xy) @ leaves[0].T + leaves[1])
    chance = torch.sigmoid(hidden_units @ leaves[2] + leaves[3])
    torch.nn.functional.binary_cross_entropy(chance, torch.tensor(c)).backward()
    same = all(np.allclose(leaf.grad, slope) for leaf, slope in zip(leaves, slopes, strict=True))
    check(same, "PyTorch finds the same gradients")
check(accuracy(way[-1]) > 0.97, "four units learn the ring")
check(needed[1] < 0.85 < needed[3], "one line is not enough, three are")
