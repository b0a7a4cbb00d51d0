# %% [markdown]
# # Lesson 10: Answers before questions
#
# Can a network learn to integrate? $\int e^x\,dx = e^x + C$: the rules are exact, and a network is a statistical
# thing. Two differences stand against one likeness: language is learned by *statistics*, mathematics runs by *rules*;
# but both are full of *patterns*, and recognising patterns is what a person does too who looks at
#
# $$\int \frac{16x^3 - 42x^2 + 2x}{\sqrt{-16x^8 + 112x^7 - 204x^6 + 28x^5 - x^4 + 1}}\,dx
# = \arcsin(4x^4 - 14x^3 + x^2)$$
#
# and sees "the derivative of something, over the root of one minus its square". To learn patterns one needs examples:
# millions of integrands *with their integrals*. Where from? Integrating random functions by computer algebra is slow,
# and often fails. The idea of Lample and Charton (2019) turns it around: integration is hard, differentiation is
# easy. **Make the answer first; its derivative is the question.** This is the lesson's six steps, after the slides of
# Wenjuan Yang.

# %%
import contextlib
import random
from collections import Counter
from functools import cache

from ansatz import DomainError, verify
from ansatz.expr import NOTATIONS, differentiate, draw_text, parse, simplify, to_text
from ansatz.expr.canonical import words
from ansatz.expr.clean import defect
from ansatz.primer.desk import BLUE, GREEN, GREY, ORANGE, canvas, check, picture, scale
from ansatz.problems.problem import Problem
from ansatz.problems.registry import GENERATORS
from ansatz.problems.trees import TreeSampler, shapes

PREFIX = NOTATIONS["prefix"]

# %% [markdown]
# ## Step 1: a random tree
#
# An expression is a tree. Operators and functions are the inner nodes, what they act on hangs below them, and
# constants and variables are the leaves. In a tree no brackets are needed, and it can be grown: choose an operator;
# give it one child if it is a function such as sin, two if it is $+$ or $\times$; fill the children in the same way.
# Here is the slides' example:

# %%
tree = ("+", ("exp", 2), ("*", "x", ("+", "x", ("+", 2, 3))))
print(draw_text(tree))

# %% [markdown]
# ## Step 2: from the tree to prefix
#
# Write every node before its children, from left to right. This is the sequence that a network will read and write:
# no brackets to remember.
#
# ## Step 3: from prefix to infix, and clean
#
# Back to what people write, and throw away what is no function of a real variable: $\infty$, $-\infty$, anything with
# $i$, anything without a value.

# %%
prefix = PREFIX.to_words(tree)
print(" ".join(prefix), "  ->  ", to_text(PREFIX.from_words(prefix)))
for text in ("exp(2) + x*(x+2+3)", "x + oo", "x - oo", "2 + i*x", "ln(0)"):
    print(f"{text:20} {defect(text) or 'is kept'}")

# %% [markdown]
# ## Step 4: simplify. This is the answer
#
# ## Step 5: differentiate
#
# ## Step 6: back to prefix. This is the question

# %%
answer = simplify(tree)
print(differentiate(answer, "x"))
question = simplify(differentiate(answer, "x").result)
print("\nFeatures X (input):  ", " ".join(PREFIX.to_words(question)))
print("Target Y (output):   ", " ".join(PREFIX.to_words(answer)))

# %% [markdown]
# ## Are the trees fair?
#
# "Choose randomly" can be done badly: if each node flips a coin between leaf and operator, most trees are tiny and
# some never end. Better is to fix the number $n$ of operators and to make every *shape* equally likely. For that,
# count. Let $D(e, n)$ be the number of ways to finish a tree that has $e$ empty places and $n$ operators still to be
# placed. Look at the first empty place: it becomes a leaf, or a function with one place below it, or an operator with
# two:
#
# $$D(e, n) = D(e - 1, n) + D(e, n - 1) + D(e + 1, n - 1), \qquad D(0, n) = 0,\quad D(e, 0) = 1$$
#
# (With $L$ leaf symbols, $p_1$ functions and $p_2$ operators, the three summands get the factors $L$, $p_1$ and
# $p_2$, and $D(e, 0) = L^e$.) Drawing each choice in proportion to its count makes all shapes equally likely. Another
# way to count checks this: a tree with $n$ operators begins with a function over a tree with $n - 1$, or with an
# operator over two trees that share $n - 1$.


# %%
@cache
def trees(n: int) -> int:
    return 1 if n == 0 else trees(n - 1) + sum(trees(i) * trees(n - 1 - i) for i in range(n))


print("shapes with 0, 1, 2, … operators:", *(shapes(1, n) for n in range(9)))
rng, sampler = random.Random(10), TreeSampler()


def shape_of(places: list[str | None]) -> str:
    return "".join("." if name is None else "2" if name in "+-*/^" else "1" for name in places)


drawn = Counter(shape_of(sampler.shape(random.Random(k), 3)) for k in range(scale(2_200, 22_000)))
print(
    f"{len(drawn)} shapes with 3 operators; the rarest was drawn {min(drawn.values())} times, "
    f"the commonest {max(drawn.values())} times"
)

# %% [markdown]
# ## Backward, forward, by parts
#
# Backward pairs have a fault: a random answer that is at all complicated has a derivative that is longer still, so
# the network would learn that integrals get *shorter*. *Forward* pairs (draw the question, integrate it with a
# program) have the opposite fault: integrals get longer, and what the program cannot do is missing. The third way is
# integration by parts. Draw $F$ and $G$, with derivatives $F'$ and $G'$. If $\int F'G$ happens to be known already,
# then
#
# $$\int F\,G' = F\,G - \int F'\,G$$
#
# is new knowledge for free, and joins what is known. Its questions and answers are of similar length. Mixed together,
# the three correct one another.

# %%
lengths: dict[str, list[tuple[int, int]]] = {}
for name, count in (
    ("backward", scale(30, 250, 2_000)),
    ("forward", scale(5, 40, 500)),
    ("by_parts", scale(30, 250, 2_000)),
):
    generator, lengths[name] = GENERATORS[name](), []
    while len(lengths[name]) < count:
        problem = generator.generate(rng)
        if isinstance(problem, Problem):
            with contextlib.suppress(DomainError):  # a few draws have no value after all
                lengths[name].append((len(words(problem.statement[0])), len(words(problem.answer[0]))))
    inputs, outputs = (sum(column) / count for column in zip(*lengths[name], strict=True))
    print(f"{name:9} question {inputs:5.1f} words, answer {outputs:5.1f}")

# %%
figure, (left, right) = canvas(1, 2, width=10, height=4.2)


def draw(node: object, x: float, y: float, spread: float) -> None:
    children = node[1:] if isinstance(node, tuple) else ()
    places = [x] if len(children) == 1 else [x - spread, x + spread]
    for child, place in zip(children, places, strict=False):
        left.plot([x, place], [y, y - 1], color=GREY, zorder=1)
        draw(child, place, y - 1, spread * 0.62)
    label = {"*": "×"}.get(str(node[0]), str(node[0])) if isinstance(node, tuple) else str(node)
    left.text(x, y, label, ha="center", va="center", fontsize=12, color="white", zorder=2,
              bbox={"boxstyle": "circle,pad=0.35", "color": BLUE if children else GREEN})  # fmt: skip


draw(tree, 0, 0, 1.0)
left.set(xlim=(-1.6, 2.6), ylim=(-4.5, 0.6), title="exp(2) + x × (x + 2 + 3)")
left.axis("off")
for name, colour in (("backward", BLUE), ("forward", ORANGE), ("by_parts", GREEN)):
    right.plot(
        *zip(*lengths[name], strict=True), "o", markersize=3.5, alpha=0.55, color=colour, label=name.replace("_", " ")
    )
right.plot([2, 200], [2, 200], color=GREY, linestyle=":")
right.set(
    xscale="log", yscale="log", xlabel="words of the question", ylabel="words of the answer", title="Which is longer?"
)
right.legend(frameon=False)
picture(
    figure,
    "answers",
    "Left: the slides' tree. Right: backward questions are longer than their answers, forward ones are shorter.",
)

# %% [markdown]
# ## Many at once
#
# The slides make pairs in parallel, with a pool of 14 threads or with Ray. Two notes for those who try it: Python's
# threads take turns, so for computations like these use *processes*; and a loop that calls `ray.get` right after each
# `remote` waits for one task before it starts the next, so collect the references first.
# `ansatz generate backward --count 1M --workers 8` runs processes, `--engine ray` a cluster; what is made is the
# same, byte for byte.
#
# ## Exercise
#
# Find $\int x \cos x\,dx$ as the generator by parts would: from a known integral. And the long one at the top of this
# page: which $F$ and which rule?
#
# ## Solution
#
# With $F = x$ and $G = \sin x$ we have $F\,G' = x\cos x$ and $F'\,G = \sin x$, whose integral $-\cos x$ is known: so
# $\int x\cos x\,dx = x\sin x + \cos x$. The long one was made backward: $F = \arcsin(u)$ with
# $u = 4x^4 - 14x^3 + x^2$ and $F' = u'/\sqrt{1 - u^2}$. Expanding $1 - u^2$ hides the pattern well.

# %%
LONG = "(16x^3-42x^2+2x)/sqrt(-16x^8+112x^7-204x^6+28x^5-x^4+1)"
claims = [
    ("exp(x)", "exp(x)"), ("x^2/2", "x"), ("x*sin(x) + cos(x)", "x*cos(x)"),
    ("x^2*tan(x) + x", "x^2*(tan(x)^2+1) + 2x*tan(x) + 1"), ("asin(4x^4 - 14x^3 + x^2)", LONG),
]  # fmt: skip
for found, asked in claims:
    print(f"{found:26} {verify(found, asked).verdict}")

# %% [markdown]
# ## Check

# %%
check(
    " ".join(prefix) == "+ exp 2 * x + x + 2 3" and PREFIX.from_words(prefix) == tree,
    "the prefix is the slides', and leads back to the tree",
)
check(
    answer == parse("exp(2) + x*(x+5)") and " ".join(PREFIX.to_words(answer)) == "+ exp 2 * x + x 5",
    "the answer is that of the slides",
)
check(" ".join(PREFIX.to_words(question)) == "+ * 2 x 5", "the question is that of the slides")
check(all(shapes(1, n) == trees(n) for n in range(12)), "both ways of counting shapes agree")
expected = sum(drawn.values()) / trees(3)
surprise = sum((count - expected) ** 2 / expected for count in drawn.values())
check(
    len(drawn) == trees(3) and surprise < 60,
    f"all 22 shapes are equally likely (χ² = {surprise:.0f} with 21 degrees of freedom)",
)
check(all(verify(found, asked).verdict == "proved" for found, asked in claims), "every integral on this page is proved")
back, forth = lengths["backward"], lengths["forward"]
check(
    sum(a > b for a, b in back) > 0.6 * len(back) and sum(a < b for a, b in forth) > 0.6 * len(forth),
    "backward questions are mostly longer than answers, forward ones shorter",
)
