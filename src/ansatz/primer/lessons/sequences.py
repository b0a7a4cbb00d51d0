# %% [markdown]
# # Lesson 7: Sequences
#
# 0, 1, 1, 2, 3, 5, 8, 13, 21, … What comes next? Each number is the sum of the two before it. To say so, a network
# must read one number after the other and *remember*. The networks of lessons 1 to 3 remember nothing. A *recurrent*
# network does: it has a state, a vector of numbers that it hands from each step to the next.
#
# Fibonacci's numbers grow without bound, and a network chooses its answer from a finite vocabulary. So we keep the
# last digit of each: 0, 1, 1, 2, 3, 5, 8, 3, 1, 4, 5, 9, … The rule is still "add the two before", without the carry,
# and the digits repeat after 60.

# %%
from itertools import pairwise

import numpy as np

from ansatz.primer.desk import BLUE, GREEN, GREY, canvas, check, picture, scale

rng = np.random.default_rng(8)


def last_digits(first: int, second: int, count: int) -> list[int]:
    digits = [first, second]
    while len(digits) < count:
        digits.append((digits[-2] + digits[-1]) % 10)
    return digits


cycle = last_digits(0, 1, 60)
print(*cycle[:24], "…", "and then again", *last_digits(0, 1, 64)[60:])

# %% [markdown]
# Problems with sequences come in kinds. *Many to one*: a sentence, and whether it is kind or angry. *One to many*: a
# picture, and the sentence that describes it. *Many to many*, in step: after each digit the next one, as here. And
# *many to many* out of step: the whole question first, then the answer (lesson 8). One model will do for all four.
#
# ## The model
#
# Let $x_t$ be the *one-hot* vector of the digit at time $t$: ten numbers, a 1 at the digit's place and 0 elsewhere,
# written as a row. The *vanilla* recurrent network has a state $h_t$ (a row of $d$ numbers, $h_0 = 0$) and two
# matrices:
#
# $$h_t = \tanh(h_{t-1} W_h + x_t W_x)$$
#
# $\tanh$ squeezes each number into $(-1, 1)$, so that the state stays bounded however long the sequence is. A third
# matrix turns the state into ten scores, and *softmax* turns scores $s_1, \dots, s_{10}$ into probabilities
# $e^{s_k} / (e^{s_1} + \dots + e^{s_{10}})$:
#
# $$p_t = \mathrm{softmax}(h_t W_y + b)$$
#
# $p_t(k)$ is the probability that the digit *after* $x_t$ is $k$. The same matrices serve at every step: that is how
# a network of fixed size reads a sequence of any length.
#
# ## The loss
#
# Let $y_t$ be the digit that did come next. As in lesson 2 we maximise the probability of the truth, which is a
# product over the steps, so we minimise
#
# $$\mathcal{L} = -\sum_{t=1}^{T} \log p_t(y_t)$$

# %%
Weights = dict[str, np.ndarray]


def begin(d: int, seed: int) -> Weights:
    draw = np.random.default_rng(seed)
    sizes = {"Wx": (10, d), "Wh": (d, d), "Wy": (d, 10)}
    weights = {name: draw.normal(0, 0.7 / np.sqrt(size[0]), size) for name, size in sizes.items()}
    return weights | {"b": np.zeros(10)}


def forward(weights: Weights, digits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """States (T + 1, batch, d) and probabilities (T, batch, 10) of digits (T, batch)."""
    h = np.zeros((len(digits) + 1, digits.shape[1], len(weights["Wh"])))
    for t, now in enumerate(digits):
        h[t + 1] = np.tanh(h[t] @ weights["Wh"] + weights["Wx"][now])  # a one-hot row times Wx is a row of Wx
    scores = h[1:] @ weights["Wy"] + weights["b"]
    scores = np.exp(scores - scores.max(-1, keepdims=True))
    return h, scores / scores.sum(-1, keepdims=True)


def losses(p: np.ndarray, nexts: np.ndarray) -> np.ndarray:
    """-log p_t(y_t), (T, batch)."""
    return -np.log(np.take_along_axis(p, nexts[..., None], -1)[..., 0])


# %% [markdown]
# ## Backpropagation through time
#
# Unrolled, the network is a deep one: a layer for each step, all with the same weights. So the chain rule of lesson 3
# applies, from the last step to the first. Let $g_t$ be the derivative of $\mathcal{L}$ with respect to what stands
# inside $\tanh$ at step $t$. Two paths lead from there to the loss: through the prediction at $t$, and through the
# next state. With $\tanh' = 1 - \tanh^2$ and $\delta_t = p_t - y_t$ (one-hot; the same "how wrong" as before)
#
# $$g_t = \left( \delta_t W_y^\top + g_{t+1} W_h^\top \right) \odot (1 - h_t \odot h_t)$$
#
# ($\top$ is the transpose, $\odot$ multiplies entry by entry.) Each use of a weight adds its share:
# $\partial\mathcal{L}/\partial W_h = \sum_t h_{t-1}^\top g_t$ and
# $\partial\mathcal{L}/\partial W_x = \sum_t x_t^\top g_t$.
#
# Look at the factor $W_h^\top$ in $g_t$: over ten steps it comes in ten times. If it shrinks vectors, the early past
# is forgotten (*vanishing* gradients); if it stretches them, they *explode*. Lesson 8 shows the cure.


# %%
def gradient(weights: Weights, digits: np.ndarray, nexts: np.ndarray) -> tuple[float, Weights]:
    h, p = forward(weights, digits)
    delta = p.copy()
    np.put_along_axis(delta, nexts[..., None], np.take_along_axis(p, nexts[..., None], -1) - 1, -1)
    slopes = {name: np.zeros_like(value) for name, value in weights.items()}
    slopes["Wy"] = np.einsum("tbd,tbk->dk", h[1:], delta)
    slopes["b"] = delta.sum((0, 1))
    later = np.zeros_like(h[0])
    for t in reversed(range(len(digits))):
        g = (delta[t] @ weights["Wy"].T + later) * (1 - h[t + 1] ** 2)
        slopes["Wh"] += h[t].T @ g
        np.add.at(slopes["Wx"], digits[t], g)
        later = g @ weights["Wh"].T
    return float(losses(p, nexts).sum()), slopes


# %% [markdown]
# ## Training
#
# Pieces of 12 digits from anywhere in the cycle. *Adam* (Kingma & Ba 2014) is gradient descent with a step size for
# each weight: it keeps a running mean $u$ of the gradient and $v$ of its square, and steps by $u/\sqrt{v}$, so that
# weights with small gradients move as well.

# %%
T, batch, d = 12, 32, 48
steps = scale(400, 1_200, 5_000)
weights = begin(d, seed=1)
u = {name: np.zeros_like(value) for name, value in weights.items()}
v = {name: np.zeros_like(value) for name, value in weights.items()}
history, by_position = [], {}
for step in range(1, steps + 1):
    starts = rng.integers(0, 60, batch)
    window = np.array(cycle * 2)[starts + np.arange(T + 1)[:, None]]  # (T + 1, batch)
    if step in (1, steps):
        by_position[step] = losses(forward(weights, window[:-1])[1], window[1:]).mean(1)
    total, slopes = gradient(weights, window[:-1], window[1:])
    history.append(total / (T * batch))
    for name, slope in slopes.items():
        slope = slope / batch
        u[name] = 0.9 * u[name] + 0.1 * slope
        v[name] = 0.99 * v[name] + 0.01 * slope**2
        fair_u, fair_v = u[name] / (1 - 0.9**step), v[name] / (1 - 0.99**step)
        weights[name] = weights[name] - 0.005 * fair_u / (np.sqrt(fair_v) + 1e-8)
print(f"loss for each digit: {history[0]:.2f} (ln 10 = {np.log(10):.2f}: pure guessing) -> {history[-1]:.3f}")
print("by position:", np.round(by_position[steps], 2))

# %% [markdown]
# The loss does not go to zero, and must not: nobody can guess the second digit from the first alone. From the third
# on there is nothing left to guess. Now let the network write. It is given 0 and 1, and each digit that it chooses
# becomes its next input.


# %%
def write(begin_with: list[int], count: int) -> list[int]:
    digits = list(begin_with)
    while len(digits) < count:
        digits.append(int(forward(weights, np.array(digits)[:, None])[1][-1, 0].argmax()))
    return digits


written = write([0, 1], scale(20, 80))
print(*written)

# %%
figure, (left, right) = canvas(1, 2, width=10, height=3.7)
left.plot(history, color=BLUE)
left.axhline(np.log(10), color=GREY, linestyle=":")
left.annotate("ln 10: guessing", (steps * 0.55, np.log(10)), (0, 4), textcoords="offset points", color=GREY)
left.set(title="Learning", xlabel="step", ylabel="loss for each digit", ylim=(0, 2.7))
places = np.arange(1, T + 1)
right.bar(places - 0.2, by_position[1], width=0.4, color=GREY, label="before")
right.bar(places + 0.2, by_position[steps], width=0.4, color=GREEN, label="after")
right.set(
    title="Where the loss is: two digits decide all others",
    xlabel="digits read",
    ylabel="loss of the next",
    xticks=places,
    ylim=(0, 3.2),
)
right.legend(frameon=False, ncols=2)
picture(figure, "sequences", "The loss while learning, and by position: after two digits the next one is certain.")

# %% [markdown]
# ## Exercise
#
# Has the network learned to *add*? The cycle shows 60 of the 100 pairs of digits. Lucas's numbers 2, 1, 3, 4, 7, 11,
# 18, … follow the same rule from other beginnings, and their last digits never meet a pair of Fibonacci's. Let the
# network continue them.
#
# ## Solution
#
# It has not. It learned the 60 pairs that it saw by heart; of the others it gets fewer right than blind guessing
# would. A loss near zero says that the training data are reproduced; it does not say by which rule. In mathematics,
# where *one* rule has to hold for all cases, this is the reason why the later lessons verify every answer.

# %%
lucas = last_digits(2, 1, 12)
seen = {(cycle[k - 1], cycle[k]) for k in range(60)}
pairs = [(a, b) for a in range(10) for b in range(10)]


def right_after(chosen: list[tuple[int, int]]) -> float:
    answers = forward(weights, np.array(chosen).T)[1][-1].argmax(-1)
    return float(np.mean(answers == np.array(chosen).sum(1) % 10))


known, unknown = right_after([p for p in pairs if p in seen]), right_after([p for p in pairs if p not in seen])
print("Lucas:", *lucas, "   the network:", *write([2, 1], 12))
print(f"pairs seen in training: {known:.0%} right; the 40 others: {unknown:.0%}")

# %% [markdown]
# ## Check

# %%
small, h = begin(5, seed=2), 1e-6
piece = np.array(cycle)[np.arange(8)[:, None] + np.array([3, 20])]
slopes, errors = gradient(small, piece[:-1], piece[1:])[1], []
for name, value in small.items():
    for place in np.ndindex(value.shape):
        ends = []
        for sign in (1, -1):
            moved = {other: array.copy() for other, array in small.items()}
            moved[name][place] += sign * h
            ends.append(float(losses(forward(moved, piece[:-1])[1], piece[1:]).sum()))
        errors.append(abs((ends[0] - ends[1]) / (2 * h) - slopes[name][place]))
check(
    max(errors) < 1e-7, f"backpropagation through time agrees with difference quotients for all {len(errors)} weights"
)
check(not seen & set(pairwise(lucas)), "Lucas and Fibonacci share no pair of last digits")
check(written == last_digits(0, 1, len(written)), f"from 0 and 1 the network writes {len(written)} right digits")
check(known > 0.95 and unknown < 0.5, "what it saw it knows; what it did not see it mostly does not")
