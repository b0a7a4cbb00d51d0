# %% [markdown]
# # Lesson 1: A line through the origin
#
# Ninety students sat two tests. Can the score of the first predict the score of the second? This is the smallest
# problem from which everything else in this primer grows: data, a model with one number to choose, a measure of how
# wrong a choice is, and a way to choose better.
#
# We know no such students, so we make some up. The random numbers begin from a fixed *seed*, so that you see the same
# ninety. Scores are fractions of 100: a score of 0.8 is 80 points. (Why fractions? Wait for the exercise.)

# %%
import numpy as np

from ansatz.primer.desk import BLUE, GREY, RED, canvas, check, picture

rng = np.random.default_rng(2022)
n = 90
x = np.clip(rng.normal(0.72, 0.15, n), 0, 1)  # test 1
y = np.clip(0.93 * x + rng.normal(0, 0.08, n), 0, 1)  # test 2
print("the first three students:", ", ".join(f"({a:.2f}, {b:.2f})" for a, b in zip(x[:3], y[:3], strict=True)))

# %% [markdown]
# ## The idea
#
# **Model.** A line through the origin, $y = mx$. It has one *parameter*, its slope $m$.
#
# **Cost.** Student $i$ has the scores $(x_i, y_i)$; the line predicts $mx_i$ and misses by the vertical distance
# $y_i - mx_i$. The *mean squared error* is the average of the squares of these distances:
#
# $$MSE(m) = \frac{1}{n} \left( (y_1 - mx_1)^2 + (y_2 - mx_2)^2 + \dots + (y_n - mx_n)^2 \right)$$
#
# Squares, because a miss upwards is as bad as a miss downwards, and because squares have simple derivatives.
#
# ## The best slope, by calculus
#
# As a function of $m$ this is a parabola that opens upwards, so it is lowest where its derivative is zero. Each
# square $(y_i - mx_i)^2$ has the derivative $-2x_i(y_i - mx_i)$ by the chain rule, so
#
# $$MSE'(m) = \frac{2}{n} \left( m (x_1^2 + \dots + x_n^2) - (x_1y_1 + \dots + x_ny_n) \right)$$
#
# and setting it to zero gives
#
# $$m_{best} = \frac{x_1y_1 + x_2y_2 + \dots + x_ny_n}{x_1^2 + x_2^2 + \dots + x_n^2}$$


# %%
def mse(m: float) -> float:
    return float(np.mean((y - m * x) ** 2))


def slope_of_mse(m: float) -> float:
    return float(2 * np.mean((m * x - y) * x))


best = float(np.sum(x * y) / np.sum(x**2))
print(f"best slope {best:.4f}, where the mean squared error is {mse(best):.5f}")

# %% [markdown]
# ## The best slope, by walking downhill
#
# A formula for the best parameter is a rare piece of luck: the models of later lessons have none. *Gradient descent*
# needs no formula, only the derivative. Guess a slope $m_0$. Where the derivative is positive, the cost rises to the
# right, so go left; where it is negative, go right; and go further where it is steeper:
#
# $$m_{k+1} = m_k - 0.1 \cdot MSE'(m_k)$$
#
# The factor 0.1 is the *step size*, or *learning rate*.

# %%
path = [0.1]
for _ in range(60):
    path.append(path[-1] - 0.1 * slope_of_mse(path[-1]))
for k in (0, 1, 2, 10, 60):
    print(f"m_{k:<2} = {path[k]:.6f}   MSE = {mse(path[k]):.5f}")

# %%
figure, (left, right) = canvas(1, 2, width=9.5, height=3.9)
grid = np.linspace(0, 1.85, 200)
left.plot(grid, [mse(m) for m in grid], color=GREY)
left.plot(path, [mse(m) for m in path], "o", color=RED, markersize=5, alpha=0.8)
left.axvline(best, color=BLUE, linestyle=":")
left.annotate("$m_0$", (path[0], mse(path[0])), (8, 4), textcoords="offset points", color=RED)
left.annotate("$m_1$", (path[1], mse(path[1])), (8, 4), textcoords="offset points", color=RED)
left.set(xlabel="slope m", ylabel="MSE(m)", title="Walking down the parabola", ylim=(0, None))
right.plot(x, y, "o", color=GREY, alpha=0.6, markersize=4)
for k, alpha in ((0, 0.25), (2, 0.4), (6, 0.6)):
    right.plot([0, 1], [0, path[k]], color=RED, alpha=alpha)
    right.annotate(f"$m_{k}$", (1.0, path[k]), (3, -3), textcoords="offset points", color=RED)
right.plot([0, 1], [0, best], color=BLUE)
right.annotate(f"best: y = {best:.2f} x", (0.5, 0.47), (-105, 40), textcoords="offset points", color=BLUE)
right.set(
    xlabel="test 1", ylabel="test 2", title="90 students, and the lines on the way", xlim=(0, 1.08), ylim=(0, 1.05)
)
picture(figure, "line", "Left: gradient descent on the parabola of MSE(m). Right: the scores and the lines on the way.")

# %% [markdown]
# ## What we did, in words that will return
#
# 1. We began with **labelled data**: pairs $(x, y)$, where $y$ is the label that we want to predict.
# 2. We chose a **model**: $y = mx$, with one parameter.
# 3. We chose a **cost function**: MSE.
# 4. We **optimised**: found the $m$ that minimises the cost.
#
# A transformer with a hundred million parameters is trained by the same four steps.
#
# ## Exercise
#
# Score the same tests in points from 0 to 100 instead of fractions, and keep the step 0.1. What happens, and which
# steps would work?
#
# ## Solution
#
# Put the formula for $MSE'$ into the step, with step size $s$ and the mean of the squares
# $q = (x_1^2 + \dots + x_n^2)/n$:
#
# $$m_{k+1} - m_{best} = (1 - 2sq)\,(m_k - m_{best})$$
#
# Each step multiplies the distance from the best slope by $1 - 2sq$. It shrinks when $|1 - 2sq| < 1$, that is, when
# $0 < s < 1/q$. In fractions $q$ is about a half and 0.1 is safe. In points $q$ is 10,000 times as large, and each
# step throws $m$ about a thousand times further away, on alternating sides.

# %%
q = float(np.mean(x**2))
points, m = 100 * x, 0.1
print(f"fractions: each step multiplies the distance by {1 - 0.2 * q:.3f}; points: by {1 - 0.2 * q * 1e4:.0f}")
for k in range(1, 5):
    m -= 0.1 * float(2 * np.mean((m * points - 100 * y) * points))
    print(f"in points, m_{k} = {m:.4g}")

# %% [markdown]
# ## Check
#
# The walk has to arrive where calculus says, at the rate the exercise derived; the derivative has to agree with a
# difference quotient; and in points the walk has to diverge.

# %%
h = 1e-6
check(abs((mse(0.3 + h) - mse(0.3 - h)) / (2 * h) - slope_of_mse(0.3)) < 1e-8, "MSE' is the derivative of MSE")
check(min(mse(best - 1e-3), mse(best + 1e-3)) > mse(best), "no neighbour of the best slope is better")
check(abs((path[7] - best) / (path[6] - best) - (1 - 0.2 * q)) < 1e-9, "each step shrinks the distance by 1 - 2sq")
check(abs(path[-1] - best) < 2e-3, "60 steps arrive within 0.002 of the best slope")
check(abs(m) > 1e10, "with scores in points the same step diverges")
