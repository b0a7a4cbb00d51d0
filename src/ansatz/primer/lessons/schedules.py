# %% [markdown]
# # Lesson 9: Learning rates
#
# Papers describe their training in a line of code words. Here is one, from the work on Lyapunov functions (lesson
# 13): *"transformers with 8 layers, 10 attention heads and an embedding dimension of 640 … on batches of 16 examples,
# using the Adam optimizer with a learning rate of 10⁻⁴, an initial linear warm-up phase of 10,000 optimization steps,
# and inverse square root scheduling."* Layers, heads and embeddings come in lessons 6, 8 and 11, Adam was in
# lesson 7. This lesson is about the end of the line.
#
# In lesson 1 the step size was 0.1 from the first step to the last. Why would one change it on the way?

# %%
import numpy as np

from ansatz.primer.desk import BLUE, GREEN, GREY, ORANGE, PURPLE, canvas, check, picture, scale
from ansatz.training.schedule import Schedule

# %% [markdown]
# ## The noise of small batches
#
# With a million examples nobody computes the gradient of them all for one step. One takes a few at random, a *batch*.
# Their gradient is right on average, but it is noisy. So take the simplest problem with such noise: minimise
# $\frac12 m^2$, whose gradient is $m$, when all we are told is $m + \varepsilon$, where $\varepsilon$ is random with
# mean 0 and variance 1. A step of size $s$ gives
#
# $$m_{n+1} = m_n - s\,(m_n + \varepsilon_n) = (1 - s)\,m_n - s\,\varepsilon_n$$
#
# Square and average: with $V_n$ the mean of $m_n^2$ this is $V_{n+1} = (1 - s)^2 V_n + s^2$. The first summand
# shrinks what was wrong at the start, quickly if $s$ is large. The second is fresh noise in each step. Where the two
# balance, $V = (1-s)^2 V + s^2$, so
#
# $$V_\infty = \frac{s}{2 - s} \approx \frac{s}{2}$$
#
# A **large** step is soon near the minimum and then dances around it for ever. A **small** one comes close to it, but
# late. Nothing forbids to have both: large at first, smaller later.
#
# ## The inverse square root schedule
#
# $$s_n = s \cdot \frac{1}{\sqrt{\max(n, k)}}$$
#
# where $n$ is the number of the step. For the first $k$ steps this is constant, $s/\sqrt k$; then it decays. Why the
# root? The sum $\frac{1}{\sqrt 1} + \frac{1}{\sqrt 2} + \frac{1}{\sqrt 3} + \dots$ grows beyond all bounds, so the
# walk can still reach any place, however far; but each single step, and so the noise, tends to zero.
#
# **Two things are often mixed up.** The slide with this formula calls $k$ the number of *warm-up* steps. The paper's
# warm-up is *linear*: the rate climbs from zero to its peak in $k$ steps, because the first gradients of a fresh
# network are wild, and Adam's running means have seen nothing yet. The formula as it stands has no climb. Both
# together give the third curve below, which is the schedule of "Attention is all you need" up to a factor.


# %%
def inverse_root(n: np.ndarray, k: int) -> np.ndarray:
    return 1 / np.sqrt(np.maximum(n, k))


steps, k = scale(2_000, 20_000), scale(100, 400)
n = np.arange(1, steps + 1)
peak = 0.25
schedules = {
    "constant, large": np.full(steps, peak),
    "constant, small": np.full(steps, peak / 60),
    "constant, then 1/√n": peak * np.sqrt(k) * inverse_root(n, k),
    "linear warm-up, then 1/√n": peak * np.sqrt(k) * inverse_root(n, k) * np.minimum(1, n / k),
}
COLOURS = dict(zip(schedules, (GREY, PURPLE, BLUE, ORANGE), strict=True))

# %% [markdown]
# ## A race
#
# A thousand walkers for each schedule, all from $m_0 = 10$, with the same noise. The picture shows the mean of $m^2$,
# and the table where each stands at three moments.

# %%
rng = np.random.default_rng(9)
walkers = {name: np.full(scale(200, 1_000), 10.0) for name in schedules}
race: dict[str, list[float]] = {name: [] for name in schedules}
for step in range(steps):
    noise = rng.normal(size=len(walkers["constant, large"]))
    for name, rates in schedules.items():
        walkers[name] = walkers[name] - rates[step] * (walkers[name] + noise)
        race[name].append(float(np.mean(walkers[name] ** 2)))
moments = (k // 4, 5 * k, steps)
print(f"{'mean square of m after':28}" + "".join(f"{moment:>10}" for moment in moments))
for name, squares in race.items():
    print(f"{name:28}" + "".join(f"{squares[moment - 1]:10.4f}" for moment in moments))

# %% [markdown]
# No schedule is best at every moment. The small constant step is the quietest at the very end of this race, but it
# was lost for the first thousand steps; the large one is the reverse. The decaying ones are never far from the best,
# without our knowing the length of the race.

# %%
figure, (left, right) = canvas(1, 2, width=10.5, height=4)
for name, rates in schedules.items():
    left.plot(n, rates, color=COLOURS[name], label=name)
    right.plot(n, race[name], color=COLOURS[name], alpha=0.9)
left.axvline(k, color=GREEN, linestyle=":")
left.annotate(f"k = {k}", (k, 0.0015), (4, 0), textcoords="offset points", color=GREEN)
left.set(title="Learning rate", xlabel="step n", xscale="log", yscale="log", ylim=(1e-3, 0.6))
left.legend(frameon=False, fontsize=8, loc="upper left", bbox_to_anchor=(0, 0.77))
right.axhline(peak / (2 - peak), color=GREY, linestyle=":")
right.annotate("s/(2 − s)", (1.2, peak / (2 - peak)), (0, -12), textcoords="offset points", color=GREY)
right.set(title="A race: the mean of m²", xlabel="step n", xscale="log", yscale="log")
picture(
    figure,
    "schedules",
    "Left: four schedules. Right: large steps are fast and stay noisy; decaying ones are fast and then quiet.",
)

# %% [markdown]
# ## Exercise
#
# Try $1/n$ instead of $1/\sqrt n$ after step $k$. It decays faster, so it should be quieter still. On $\frac12 m^2$
# it is. Now let the walk begin late and far away: put $m = 10$ once more at step $5k$, as if the data had changed.
# Who recovers?
#
# ## Solution
#
# $1/\sqrt n$ soon does. With rates $1/n$ the distance is multiplied, from step $a$ to step $N$, by
#
# $$\left(1 - \frac{1}{a+1}\right)\left(1 - \frac{1}{a+2}\right) \cdots \left(1 - \frac1N\right)
# = \frac{a}{a+1} \cdot \frac{a+1}{a+2} \cdots \frac{N-1}{N} = \frac aN$$
#
# Here that leaves a tenth of the distance after all those steps. With $1/\sqrt n$ it is about
# $e^{-2(\sqrt N - \sqrt a)}$, which is nothing. A schedule should be slow enough to forgive.

# %%
after: dict[str, float] = {}
for name, rates in (("1/n", 1 / n), ("1/√n", 1 / np.sqrt(n))):
    m = np.full(1_000, 10.0)
    for rate in rates[5 * k :]:
        m = m - rate * (m + rng.normal(size=1_000))
    after[name] = float(np.mean(m**2))
print("mean square long after the change:", ", ".join(f"{name}: {value:.3f}" for name, value in after.items()))

# %% [markdown]
# ## Check
#
# The theory of the noise floor, the shape of the schedule, and that the schedule Ansatz trains with is this formula,
# scaled to a peak of 1 and with a warm-up before it.

# %%
floor = float(np.mean(race["constant, large"][-steps // 2 :]))
check(abs(floor / (peak / (2 - peak)) - 1) < 0.05, f"the floor of a constant step is s/(2 - s): {floor:.4f}")
values = inverse_root(n, k)
check(
    np.all(values[:k] == values[0]) and np.all(np.diff(values[k:]) < 0),
    "1/√max(n, k) is constant for k steps, then decays",
)
ours = Schedule(warmup=1, kind="inverse_sqrt", decay_after=k)
check(
    np.allclose([ours.factor(step) for step in range(steps)], np.sqrt(k) * values), "Ansatz trains with √k/√max(n, k)"
)
final = {name: squares[-1] for name, squares in race.items()}
check(final["constant, then 1/√n"] < final["constant, large"] / 3, "decaying ends quieter than the large constant step")
early = {name: squares[k // 4] for name, squares in race.items()}
check(early["constant, then 1/√n"] < early["constant, small"] / 3, "and begins faster than the small one")
check(after["1/√n"] < after["1/n"] / 5, "1/√n recovers where 1/n does not")
