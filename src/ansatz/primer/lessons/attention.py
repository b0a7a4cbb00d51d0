# %% [markdown]
# # Lesson 8: Sequence to sequence
#
# The network of lesson 7 reads a sequence and says something at each step. To *translate*, the whole sentence must be
# read before the first word can be written, and the answer may be longer or shorter than the question. Our language
# is mathematics: the question is a sum of simple functions, the answer its derivative.
#
# $$+\sin - \exp + \cos \quad\longrightarrow\quad +\cos - \exp - \sin$$

# %%
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn

from ansatz import verify
from ansatz.primer.desk import BLUE, GREEN, GREY, ORANGE, PURPLE, canvas, check, picture, scale

torch.manual_seed(8)
rng = np.random.default_rng(8)
RULES = {
    "x": (1, "1"), "x^2": (1, "2*x"), "sin(x)": (1, "cos(x)"),
    "cos(x)": (-1, "sin(x)"), "exp(x)": (1, "exp(x)"), "ln(x)": (1, "1/x"),
}  # fmt: skip
TERMS = list(RULES)
WORDS = ["<pad>", "=", "?", "+", "-", *TERMS, "1", "2*x", "1/x"]
CODE = {word: k for k, word in enumerate(WORDS)}
V, LONGEST, SHORT = len(WORDS), 8, 3


def pair(count: int) -> tuple[list[str], list[str]]:
    """A sum of so many terms, and its derivative, both as words: sign, term, sign, term, …"""
    question, answer = [], []
    for _ in range(count):
        sign, term = int(rng.choice((1, -1))), str(rng.choice(TERMS))
        flip, slope = RULES[term]
        question += ["+" if sign > 0 else "-", term]
        answer += ["+" if sign * flip > 0 else "-", slope]
    return question, answer


def batch(count: int, terms: int | None = None) -> tuple[Tensor, Tensor]:
    """Questions (count, 2·LONGEST) and answers, padded; both end with "="."""
    both = np.zeros((2, count, 2 * LONGEST + 1), dtype=np.int64)
    for row in range(count):
        for half, words in enumerate(pair(terms or int(rng.integers(1, LONGEST + 1)))):
            both[half, row, : len(words) + 1] = [CODE[word] for word in (*words, "=")]
    return torch.from_numpy(both[0]), torch.from_numpy(both[1])


question, answer = pair(3)
print(" ".join(question), "  ->  ", " ".join(answer))

# %% [markdown]
# ## Encoder, decoder, and the bottleneck
#
# One recurrent network, the *encoder*, reads the question; its last state goes to a second one, the *decoder*, which
# writes the answer. (Both use *gated* cells, GRU: a vanilla state is overwritten at each step; a gated one decides
# for each of its numbers how much to keep, which cures most of the vanishing of gradients in lesson 7.)
#
# **Teacher forcing.** In training, the decoder's input at each step is the *right* previous token, not the one that
# it would have written. So all steps can be trained at once, and early mistakes do not spoil the rest. When it writes
# on its own, it has to live with its own mistakes.
#
# **The problem.** Everything that the decoder knows of the question is one vector of fixed size. It is a bottleneck:
# a long question must fit into as many numbers as a short one.
#
# ## Attention
#
# Let the decoder look back. Call the encoder's states $h_1, \dots, h_m$, and $s_t$ the state of the decoder at step
# $t$. *Attention weights* are a distribution over the places of the question, by how well $s_t$ fits each state, and
# the *attention output* is the weighted sum of the states:
#
# $$a_{ti} = \frac{\exp(s_t \cdot W h_i)}{\sum_j \exp(s_t \cdot W h_j)}, \qquad c_t = \sum_{i=1}^m a_{ti} h_i$$
#
# $W$ is a matrix that is learned like all the rest. The next token is predicted from $s_t$ and $c_t$ together.
# Nothing has to pass through the bottleneck any more.


# %%
class Translator(nn.Module):
    def __init__(self, d: int, attends: bool) -> None:
        super().__init__()
        self.attends = attends
        self.embed = nn.Embedding(V, d, padding_idx=0)
        self.encoder, self.decoder = nn.GRU(d, d, batch_first=True), nn.GRU(d, d, batch_first=True)
        self.match, self.out = nn.Linear(d, d, bias=False), nn.Linear(2 * d, V)

    def forward(self, question: Tensor, before: Tensor) -> tuple[Tensor, Tensor]:
        """Scores (batch, n, V) of the token after each of `before` (batch, n), and the attention (batch, n, m)."""
        states, _ = self.encoder(self.embed(question))
        last = states[torch.arange(len(question)), (question != 0).sum(1) - 1][None]
        steps, _ = self.decoder(self.embed(before), last)
        fit = steps @ self.match(states).transpose(1, 2)
        weights = fit.masked_fill((question == 0)[:, None], float("-inf")).softmax(-1)
        return self.out(torch.cat([steps, weights @ states * self.attends], -1)), weights


def shifted(answer: Tensor) -> Tensor:
    """The decoder's inputs under teacher forcing: "=" first, then the right tokens."""
    return torch.cat([torch.full_like(answer[:, :1], CODE["="]), answer[:, :-1]], 1)


def descend(model: nn.Module, steps: int, loss_of: Callable[[], Tensor]) -> None:
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = 5e-3 * min(1.0, 2 - 2 * step / steps)
        loss = loss_of()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()


@torch.no_grad()
def write(model: Translator, question: Tensor) -> Tensor:
    """Greedy answers: each token that it chooses is its next input."""
    before = torch.full((len(question), 1), CODE["="])
    for _ in range(2 * LONGEST + 1):
        before = torch.cat([before, model(question, before)[0][:, -1].argmax(-1, keepdim=True)], 1)
    return before[:, 1:]


def accuracy(model: Translator, terms: int, count: int) -> float:
    """Share of questions of this length whose whole answer is right, written without a teacher."""
    question, answer = batch(count, terms)
    return float(((write(model, question) == answer) | (answer == 0)).all(1).float().mean())


d, steps = 40, scale(15, 350, 2_000)
models = {"one vector": Translator(d, False), "attention": Translator(d, True)}
curves: dict[str, list[float]] = {}
for name, model in models.items():

    def loss_of(model: Translator = model) -> Tensor:
        question, answer = batch(64)
        return nn.functional.cross_entropy(model(question, shifted(answer))[0].transpose(1, 2), answer, ignore_index=0)

    descend(model, steps, loss_of)
    curves[name] = [accuracy(model, terms, scale(20, 200)) for terms in range(1, LONGEST + 1)]
    print(f"{name:10} whole answers right, 1 to {LONGEST} terms:", " ".join(f"{share:4.0%}" for share in curves[name]))

# %% [markdown]
# ## BERT and GPT
#
# What if attention is all there is? The blocks of lesson 4 look at other places by attention alone, without any
# recurrence. Out of the same blocks two famous families are made:
#
# * **GPT**, a *decoder*: each place sees only what stands before it. It is trained to say what comes next, so it can
#   write.
# * **BERT**, an *encoder*: each place sees all others, left and right. Some tokens are hidden, and it is trained to
#   restore them, so it can understand, but not write.
#
# Give both the same text, questions with their answers, "$+\sin\; = \;+\cos$", and ask each about a term of the
# *question*. GPT, which has not yet seen the answer, can only guess among six. BERT knows what the derivative will
# be.


# %%
class Blocks(nn.Module):
    def __init__(self, sees_all: bool, d: int = 48, layers: int = 2, heads: int = 4) -> None:
        super().__init__()
        self.sees_all = sees_all
        self.embed, self.place = nn.Embedding(V, d), nn.Embedding(4 * LONGEST + 2, d)
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(d, heads, 4 * d, 0.0, batch_first=True, norm_first=True) for _ in range(layers)
        )
        self.out = nn.Linear(d, V)

    def forward(self, tokens: Tensor) -> Tensor:
        length = tokens.shape[1]
        mask = None if self.sees_all else torch.full((length, length), float("-inf")).triu(1)
        x = self.embed(tokens) + self.place(torch.arange(length))
        for layer in self.layers:
            x = layer(x, src_mask=mask)
        return self.out(x)


def texts(count: int) -> Tensor:
    """Questions of three terms, "=", and their answers: (count, 13)."""
    question, answer = batch(count, SHORT)
    return torch.cat([question[:, : 2 * SHORT + 1], answer[:, : 2 * SHORT]], 1)


bert, gpt = Blocks(True), Blocks(False)


def bert_loss() -> Tensor:
    text = texts(64)
    hidden = torch.rand(text.shape) < 0.2
    return nn.functional.cross_entropy(bert(text.masked_fill(hidden, CODE["?"]))[hidden], text[hidden])


def gpt_loss() -> Tensor:
    text = texts(64)
    return nn.functional.cross_entropy(gpt(text[:, :-1]).transpose(1, 2), text[:, 1:])


descend(bert, scale(15, 300, 1_500), bert_loss)
descend(gpt, scale(15, 300, 1_500), gpt_loss)
with torch.no_grad():
    text = texts(scale(50, 500))
    masked = text.clone()
    masked[:, 3] = CODE["?"]  # the second term of the question
    restored = float((bert(masked)[:, 3].argmax(-1) == text[:, 3]).float().mean())
    guessed = float((gpt(text[:, :3])[:, -1].argmax(-1) == text[:, 3]).float().mean())
    prompt = text[:, : 2 * SHORT + 1]
    while prompt.shape[1] < text.shape[1]:
        prompt = torch.cat([prompt, gpt(prompt)[:, -1].argmax(-1, keepdim=True)], 1)
    completed = float((prompt == text).all(1).float().mean())
print(f"a hidden term of the question: BERT {restored:.0%}, GPT {guessed:.0%} (guessing: {1 / 6:.0%})")
print(f"GPT writes the whole derivative: {completed:.0%}")

# %%
figure, (left, middle, right) = canvas(1, 3, width=13, height=4.1)
for (name, shares), colour in zip(curves.items(), (ORANGE, BLUE), strict=True):
    left.plot(range(1, LONGEST + 1), [100 * share for share in shares], "o-", color=colour, label=name)
left.set(title="The bottleneck", xlabel="terms of the question", ylabel="whole answers right, %", ylim=(0, 105))
left.legend(frameon=False)
shown, told = batch(1, 6)
with torch.no_grad():
    weights = models["attention"](shown, shifted(told))[1][0, :12, :13].numpy()
middle.imshow(weights, cmap="Blues", vmin=0, vmax=1)
middle.set(title="Where the decoder looks", xlabel="question, read", ylabel="answer, written")
middle.set_xticks(range(13), [WORDS[k] for k in shown[0, :13]], rotation=90, fontsize=8)
middle.set_yticks(range(12), [WORDS[k] for k in told[0, :12]], fontsize=8)
heights = [100 * restored, 100 * guessed, 100 * completed]
right.bar(["BERT:\nrestore", "GPT:\nguess ahead", "GPT:\nwrite"], heights, width=0.6, color=[PURPLE, GREY, GREEN])
right.set(title="Encoder and decoder of the same blocks", ylabel="right, %", ylim=(0, 105))
picture(figure, "attention", "Accuracy against length; the map of attention; what BERT and GPT can do.")

# %% [markdown]
# ## Exercise
#
# Attention mixes states; it is a *weighted mean*. Show that each number of $c_t$ lies between the smallest and the
# largest of the same number in $h_1, \dots, h_m$. What does this say about a decoder that wants to *count* terms?
#
# ## Solution
#
# The weights are positive and add up to 1, so
# $\min_i h_i = \sum a_{ti} \min_i h_i \le \sum a_{ti} h_i \le \max_i h_i$. A mean does not change when everything is
# doubled: from attention alone "three sines" look like "one sine". What counts must be done by the states, or by the
# vectors of places.

# %%
with torch.no_grad():
    asked, told = batch(20)
    states, _ = models["attention"].encoder(models["attention"].embed(asked))
    _, weights = models["attention"](asked, shifted(told))
    mixed = weights @ states
low, high = states.amin(1, keepdim=True), states.amax(1, keepdim=True)

# %% [markdown]
# ## Check
#
# The rules of our little language against Ansatz's verifier; the weights; and the claim about the bottleneck.

# %%
for count in (1, 2, 4):
    question, answer = pair(count)
    check(
        verify("0" + "".join(question), "0" + "".join(answer)).verdict == "proved",
        f"({''.join(question)})' = {''.join(answer)}",
    )
check(
    bool(torch.allclose(weights.sum(-1), torch.ones(())) and (weights >= 0).all()),
    "attention weights are a distribution",
)
check(bool(((mixed >= low - 1e-5) & (mixed <= high + 1e-5)).all()), "the attention output lies between the states")
check(
    sum(curves["attention"][-3:]) - sum(curves["one vector"][-3:]) >= scale(-3.0, 0.3),
    "on long questions attention is far ahead of the single vector",
)
check(restored >= scale(0.0, 0.8) and guessed < scale(1.1, 0.4), "BERT restores from both sides, GPT cannot see ahead")
check(completed >= scale(0.0, 0.8), "but GPT can write")
