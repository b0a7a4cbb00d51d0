# %% [markdown]
# # Lesson 6: Embeddings
#
# Lesson 5 cut text into tokens. A network calculates with numbers, so each token needs some: an *embedding* is a
# function $f: \mathcal{X} \to \mathbb{R}^d$ from the vocabulary $\mathcal{X}$ to vectors with $d$ entries. Which
# vectors are good ones?

# %%
import contextlib
import itertools
import random
from collections import Counter

import numpy as np

from ansatz import DomainError
from ansatz.expr.canonical import words
from ansatz.primer.desk import BLUE, GREY, ORANGE, PURPLE, RED, canvas, check, picture, scale
from ansatz.problems.integral.backward import Backward
from ansatz.problems.problem import Problem

# %% [markdown]
# ## One-hot vectors
#
# Number the tokens, and give token $i$ the vector with a 1 at place $i$ and 0 elsewhere:

# %%
sentence = "I enjoy study math .".split()
for token, row in zip(sentence, np.eye(len(sentence), dtype=int), strict=True):
    print(f"{token:6}", *row)

# %% [markdown]
# Two problems. The vectors are as long as the vocabulary. And any two of them are equally far apart, $\sqrt 2$:
# *scholar* is as unlike *scientist* as it is unlike *crown*. The numbering knows nothing.
#
# How could a machine know that two words mean about the same? In the way in which you do when you read: "I like
# drinking **olut** with friends in the bar. Olut is made of wheat." You have never seen the word, and now you know
# what it means: **from its contexts**. (Google and ChatGPT translate Pushkin's кот учёный as *the learned cat* and as
# *the scientist cat*. Those two words have the same neighbours.)
#
# ## Word2vec
#
# Take a text $w_1, \dots, w_T$, and around each word a *window* of $c$ words on either side. **Skip-gram**: from the
# word, predict its neighbours; that is, make this likely:
#
# $$\prod_{t=1}^{T} \prod_{-c \le j \le c,\ j \ne 0} p(w_{t+j} \mid w_t)$$
#
# Each word gets two vectors, $v_w$ as the word in the middle and $u_w$ as a neighbour, and the probabilities are a
# softmax of scalar products:
#
# $$p(w_k \mid w_t) = \frac{\exp(u_{w_k} \cdot v_{w_t})}{\sum_{w} \exp(u_w \cdot v_{w_t})}$$
#
# With one-hot rows, $u_w$ and $v_w$ are rows of two matrices. The slides write them $A_{input}^\top w_k$ and
# $A_{output}^\top w_t$; in most texts the word in the middle has the *input* matrix, but the names change nothing.
# **CBOW** (*continuous bag of words*) turns it around: from the mean of the neighbours' vectors, predict the word in
# the middle. (At the ends of a text a window is not full. Some fill it with a token `<UNK>`; we let it be shorter.)
#
# A little world to try it in: each line of this table is a group of words with the contexts that only they have. Some
# words stand in two groups.

# %%
GROUPS = {
    "he his beard father": "king man prince boy actor uncle",
    "she her dress mother": "queen woman princess girl actress aunt",
    "crown throne palace reign": "king queen prince princess",
    "stage film play": "actor actress",
    "small school toys": "boy girl prince princess",
    "drinking bar friends wheat": "olut beer",
    "book university theorem night": "scientist scholar learned",
}
FILLERS = "the a and of with in today often"
rng = np.random.default_rng(6)


def sentences(count: int) -> list[list[str]]:
    """Sentences about one word each: neighbours from its groups, and fillers."""
    nouns, made = sorted({noun for group in GROUPS.values() for noun in group.split()}), []
    for _ in range(count):
        noun = str(rng.choice(nouns))
        pools = [contexts.split() for contexts, group in GROUPS.items() if noun in group.split()]
        around = [str(rng.choice(pool)) for pool in [*pools, FILLERS.split()] for _ in range(2)]
        rng.shuffle(around)
        made.append([*around[: len(around) // 2], noun, *around[len(around) // 2 :]])
    return made


text = sentences(scale(12_000, 12_000, 50_000))
print("\n".join(" ".join(line) for line in text[:3]))
vocabulary = sorted({word for line in text for word in line})
index = {word: k for k, word in enumerate(vocabulary)}
c, V = 5, len(vocabulary)
pairs = np.zeros((V, V))  # N(w, c'): how often c' is a neighbour of w
for line in text:
    for t, j in itertools.permutations(range(len(line)), 2):
        if abs(t - j) <= c:
            pairs[index[line[t]], index[line[j]]] += 1
print(f"{V} words, {int(pairs.sum()):,} pairs")

# %% [markdown]
# ## Negative sampling
#
# The sum in the softmax runs over the whole vocabulary, for each step: expensive with 100,000 words. The cure:
# instead of choosing among all words, only tell true neighbours from false ones, as in lesson 2. For each true pair
# draw $k$ false neighbours, in proportion to their frequency, and minimise
#
# $$-\ln \sigma(u_c \cdot v_w) - \sum_{i=1}^{k} \ln \sigma(-u_{c_i} \cdot v_w)$$
#
# Summed over the text, with $N(w, c)$ for the number of pairs, $N(w)$ and $N(c)$ for those with a given word or
# neighbour and $N$ for all pairs, each pair $(w, c)$ contributes
# $-N(w,c) \ln\sigma(s) - k\frac{N(w)N(c)}{N} \ln\sigma(-s)$ with $s = u_c \cdot v_w$. Where is that lowest? The
# derivative is zero where $N(w,c)\,\sigma(-s) = k\frac{N(w)N(c)}{N}\,\sigma(s)$, and since
# $\sigma(s)/\sigma(-s) = e^s$,
#
# $$u_c \cdot v_w = \ln\left( \frac{N(w, c)\,N}{N(w)\,N(c)} \right) - \ln k = PMI(w, c) - \ln k$$
#
# *Pointwise mutual information* compares how often two words meet with how often they would by chance. So word2vec
# finds short vectors whose products approximate it (Levy & Goldberg 2014). Here we need not even draw samples: we
# descend on the sum itself.


# %%
def sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


def softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


Vectors = tuple[np.ndarray, np.ndarray]


def learn(counts: np.ndarray, kind: str, d: int, steps: int, k: int = 2, rate: float = 0.05) -> Vectors:
    """v (words, d) and u (neighbours, d), by Adam on the whole sum; kind: negative, softmax or cbow (rows: windows)."""
    draw = np.random.default_rng(0)
    size = counts.shape[1]
    weights = [draw.normal(0, 0.1, (size, d)), draw.normal(0, 0.1, (size, d))]
    total = counts.sum()
    chance = counts.sum(1, keepdims=True) * counts.sum(0) / total if kind == "negative" else None
    means = [[np.zeros((size, d)), np.zeros((size, d))] for _ in weights]
    for step in range(1, steps + 1):
        v, u = weights
        if kind == "cbow":
            middle = bags @ v
            wrong = softmax(middle @ u.T) - counts
            slopes = [bags.T @ (wrong @ u), wrong.T @ middle]
        else:
            s = v @ u.T
            if chance is None:
                wrong = counts.sum(1, keepdims=True) * softmax(s) - counts
            else:
                wrong = k * chance * sigmoid(s) - counts * sigmoid(-s)
            slopes = [wrong @ u, wrong.T @ v]
        for which, slope in enumerate(slopes):
            mean, square = means[which]
            mean += 0.1 * (slope / total - mean)
            square += 0.01 * ((slope / total) ** 2 - square)
            decay = min(1.0, 2 - 2 * step / steps)  # lesson 9
            fair, spread = mean / (1 - 0.9**step), np.sqrt(square / (1 - 0.99**step)) + 1e-12
            weights[which] = weights[which] - rate * decay * fair / spread
    return weights[0], weights[1]


def nearest(vectors: np.ndarray, to: np.ndarray, among: list[str], without: tuple[str, ...]) -> list[str]:
    """Words by the cosine of the angle between their vectors and this one."""
    cosines = vectors @ to / np.linalg.norm(vectors, axis=1) / np.linalg.norm(to)
    return [among[i] for i in np.argsort(-cosines) if among[i] not in without]


# Windows of CBOW: rows of `bags` are means of neighbours, `middles` the one-hot words in the middle.
short = text[:1_200]
rows = [(line[t], line[:t] + line[t + 1 :]) for line in short for t in range(len(line))]
bags = np.array([np.bincount([index[w] for w in around], minlength=V) / len(around) for _, around in rows])
middles = np.eye(V)[[index[w] for w, _ in rows]]

d, steps = 12, 800
models = {
    "skip-gram, negative sampling": learn(pairs, "negative", d, steps),
    "skip-gram, full softmax": learn(pairs, "softmax", d, steps),
    "CBOW": learn(middles, "cbow", d, 150),
}
NOUNS = sorted({noun for group in GROUPS.values() for noun in group.split()})
places = [index[noun] for noun in NOUNS]
answers = {}
for name, (v, _) in models.items():
    of = dict(zip(NOUNS, v[places], strict=True))
    queen = nearest(v[places], of["king"] - of["man"] + of["woman"], NOUNS, ("king", "man", "woman"))[0]
    beer = nearest(v[places], of["olut"], NOUNS, ("olut",))[0]
    scholars = nearest(v[places], of["scientist"], NOUNS, ("scientist",))[:2]
    answers[name] = queen, beer, set(scholars)
    print(f"{name:29} king - man + woman: {queen:7} olut: {beer:6} scientist: {', '.join(scholars)}")

# %% [markdown]
# ## Why king − man + woman ≈ queen
#
# Because products of probabilities are sums of logarithms. In our world a neighbour of *king* comes from the male
# contexts or from the royal ones, so that king's PMI with *crown* is high because of royalty, and with *beard*
# because of maleness, independently: roughly, $v_{king} = \text{royal} + \text{male}$. Then
# $v_{king} - v_{man} + v_{woman} = \text{royal} + \text{female} = v_{queen}$. We *built* the world so that it must
# hold. In real text it holds for some words (and for some tenses of verbs, or countries and their capitals) and fails
# for many.
#
# ## Operators
#
# Now words of mathematics: the functions that occur together in the integrands that our generator makes. Nobody tells
# the machine what a sine is.

# %%
generator, draw = Backward(), random.Random(6)
problems: list[set[str]] = []
while len(problems) < scale(800, 2_500, 20_000):
    problem = generator.generate(draw)
    if isinstance(problem, Problem):
        with contextlib.suppress(DomainError):
            problems.append(set(words(problem.statement[0])))
FUNCTIONS = "sin cos tan sinh cosh tanh asin acos atan asinh acosh exp ln sqrt".split()
met: Counter[tuple[str, str]] = Counter(
    pair for one in problems for pair in itertools.permutations(one & set(FUNCTIONS), 2)
)
together = np.array([[met[a, b] for b in FUNCTIONS] for a in FUNCTIONS], float) + 0.5
maths, partners = learn(together, "negative", 6, 800)
others = maths @ partners.T - 99 * np.eye(len(FUNCTIONS))  # none meets itself
meeting = {a: FUNCTIONS[k] for a, k in zip(FUNCTIONS, others.argmax(1), strict=True)}
print("met most beyond chance:", ", ".join(f"{a}: {b}" for a, b in meeting.items()))
alike = {a: nearest(maths, v, FUNCTIONS, (a,))[0] for a, v in zip(FUNCTIONS, maths, strict=True)}
print("most alike:", ", ".join(f"{a}: {b}" for a, b in alike.items()))

# %% [markdown]
# Sine meets cosine and the hyperbolic sine its cosine, since the derivative of the one brings in the other; the
# inverse functions meet the root, for $\arcsin' x = 1/\sqrt{1 - x^2}$. The rules of differentiation have left their
# tracks in mere counts. (The second list, functions with similar company, is noisier: so few integrands settle only
# the clearest couples, such as acosh with asin, which both keep company with the root.)

# %%
v, u = models["skip-gram, negative sampling"]
seen = pairs > 0
pmi = np.log(np.where(seen, pairs, 1) * pairs.sum() / (pairs.sum(1, keepdims=True) * pairs.sum(0)))
correlation = float(np.corrcoef((v @ u.T)[seen], pmi[seen])[0, 1])


def plane(vectors: np.ndarray) -> np.ndarray:
    """The vectors' two directions of largest spread (principal components)."""
    centred = vectors - vectors.mean(0)
    return centred @ np.linalg.svd(centred, full_matrices=False)[2][:2].T


figure, (left, middle, right) = canvas(1, 3, width=13, height=4.3)
people = "king queen man woman prince princess boy girl actor actress uncle aunt".split()
flat = dict(zip(people, plane(v[[index[w] for w in people]]), strict=True))
for male, female in zip(people[::2], people[1::2], strict=True):
    left.annotate("", flat[female], flat[male], arrowprops={"arrowstyle": "->", "color": ORANGE, "alpha": 0.8})
    for word, colour in ((male, BLUE), (female, RED)):
        left.plot(*flat[word], "o", color=colour, markersize=4)
        left.annotate(word, flat[word], (-6 if colour == BLUE else 6, -3), textcoords="offset points", color=colour,
                      fontsize=9, ha="right" if colour == BLUE else "left")  # fmt: skip
left.set(title="From each word to its female partner", xticks=[], yticks=[])
left.margins(0.3, 0.1)
middle.plot(pmi[seen], (v @ u.T)[seen], "o", markersize=3, alpha=0.4, color=PURPLE)
ends = np.array([pmi[seen].min(), pmi[seen].max()])
middle.plot(ends, ends - np.log(2), color=GREY, linestyle="--", label="PMI − ln k")
middle.set(title=f"u·v against PMI: correlation {correlation:.2f}", xlabel="PMI(w, c)", ylabel="u·v")
middle.legend(frameon=False)
beyond = maths @ partners.T + np.log(2)  # about PMI
np.fill_diagonal(beyond, np.nan)
right.imshow(beyond, cmap="RdBu_r", vmin=-1.5, vmax=1.5)
right.set(
    title="Which functions meet: u·v + ln k",
    xticks=range(len(FUNCTIONS)),
    yticks=range(len(FUNCTIONS)),
    yticklabels=FUNCTIONS,
)
right.set_xticklabels(FUNCTIONS, rotation=90)
right.spines[["left", "bottom"]].set_visible(False)
picture(
    figure,
    "embeddings",
    "Word vectors in the plane; products against PMI; functions that meet (red) or avoid one another (blue).",
)

# %% [markdown]
# ## Exercise
#
# Let $d$ be as large as the vocabulary, so that nothing needs to be compressed, and descend for longer. What is
# $u_c \cdot v_w - PMI(w, c)$ then, for pairs that were seen, with $k = 2$? And for pairs that never met?
#
# ## Solution
#
# By the derivation above it is $-\ln 2 \approx -0.69$ for every pair. For pairs that never met, $PMI = -\infty$, and
# the product falls for ever. To be short, vectors must forget something; what they keep are the large values.

# %%
exact = learn(pairs, "negative", V, 3 * steps)
often = pairs > 30
offset = (exact[0] @ exact[1].T - pmi)[often]
print(f"u·v - PMI: mean {offset.mean():.3f}, standard deviation {offset.std():.3f}   (-ln 2 = {-np.log(2):.3f})")

# %% [markdown]
# ## Check

# %%
identity = np.eye(V)
gaps = np.linalg.norm(identity[:, None] - identity[None], axis=-1)
check(np.allclose(gaps[~np.eye(V, dtype=bool)], np.sqrt(2)), "one-hot vectors are all equally far apart")
check(all(said[0] == "queen" for said in answers.values()), "king - man + woman is nearest to queen in all models")
expected = "queen", "beer", {"learned", "scholar"}
check(all(said == expected for said in answers.values()), "olut is next to beer, scientist to learned and scholar")
v, u = models["skip-gram, full softmax"]
p, h = softmax(v @ u.T), 1e-5
shift = np.zeros_like(v)
shift[3, 4] = h
costs = [-np.sum(pairs * np.log(softmax((v + side * shift) @ u.T))) for side in (1, -1)]
slope = (pairs.sum(1, keepdims=True) * p - pairs) @ u
check(
    np.allclose(p.sum(1), 1) and np.isclose((costs[0] - costs[1]) / (2 * h), slope[3, 4], atol=1e-2),
    "the softmax is a distribution, and the gradient of skip-gram's product agrees with a difference quotient",
)
check(correlation > 0.75, f"u·v follows pointwise mutual information: correlation {correlation:.2f}")
check(abs(offset.mean() + np.log(2)) < 0.1 and offset.std() < 0.25, "with room enough it is PMI - ln k")
check(meeting["sin"] == "cos" and meeting["sinh"] == "cosh", "sine meets cosine, and the hyperbolic sine its cosine")
