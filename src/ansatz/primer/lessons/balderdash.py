# %% [markdown]
# # Lesson 4: AI balderdash
#
# *Nephroid*, *axtric group*, *antimatroid*, *rebuture condition*, *generatrix*, *loxic group*. Three of these are
# real mathematical terms; three were made up by a neural network. In this lesson we train two such networks, letter
# by letter, and at the end you can play against them: `ansatz quiz`.
#
# The ideas behind them are those of lessons 1 to 3 and 7: derivatives for optimisation, probabilities,
# $\sigma(x) = \frac{1}{1 + e^{-x}}$ and its relatives, logarithms that turn products into sums, the chain rule; and a
# nightmarish proliferation of notation, of which PyTorch relieves us. From here on it computes the gradients; we have
# checked in lesson 3 that it does what we would do by hand.

# %%
import numpy as np
import torch
from torch import Tensor, nn

from ansatz.primer.balderdash.judge import exists, is_invention, is_pronounceable
from ansatz.primer.balderdash.terms import fields, real
from ansatz.primer.desk import BLUE, GREY, ORANGE, canvas, check, folder, picture, scale

torch.manual_seed(4)
rng = np.random.default_rng(4)

# %% [markdown]
# ## Data
#
# Over two thousand terms by field, written down for this lesson. Each letter is a token; a term ends with a special
# one. We hold back a tenth of them, to see whether a network learns something about terms, or only these terms by
# heart.

# %%
terms = [term for term in real() if len(term) <= 31]
print("; ".join(f"{field} {len(found)}" for field, found in fields().items()))
letters = sorted({letter for term in terms for letter in term})
code = {letter: k for k, letter in enumerate(letters, 1)}  # 0: the end, and the beginning
V, T = len(letters) + 1, 32
rows = torch.zeros(len(terms), T + 1, dtype=torch.long)
for k, term in enumerate(terms):
    rows[k, 1 : len(term) + 1] = torch.tensor([code[letter] for letter in term])
# A letter counts for the loss up to the first end.
counts = torch.arange(T) <= torch.tensor([len(term) for term in terms])[:, None]
order = rng.permutation(len(terms))
held, learn = order[: len(terms) // 10], order[len(terms) // 10 :]

# %% [markdown]
# ## First network: recurrent
#
# That of lesson 7, $h_t = \tanh(h_{t-1}W_h + x_tW_x)$, with letters for digits. Everything that it knows about the
# beginning of the term must fit into its state.
#
# ## Second network: a transformer
#
# It has no state that is handed on. Each letter's vector looks at *all* letters before it. From a vector $x_t$ three
# others are made, by three matrices: a *query* $q_t$ (what am I looking for?), a *key* $k_t$ (what am I?) and a
# *value* $v_t$ (what do I tell?). The attention that place $t$ pays to place $s \le t$ is
#
# $$a_{ts} = \frac{\exp(q_t \cdot k_s / \sqrt d)}{\sum_{r \le t} \exp(q_t \cdot k_r / \sqrt d)}$$
#
# and place $t$ receives $\sum_{s \le t} a_{ts} v_s$. The root of the dimension $d$ keeps the exponents moderate.
# Several *heads* do this side by side, then a small network with one hidden layer (lesson 3) works on each place, and
# all is repeated. As attention does not know the order of the letters, each place has a vector of its own, which is
# added at the beginning. (Figures: Vaswani et al. 2017; Jay Alammar's *Illustrated Transformer*.)


# %%
class Recurrent(nn.Module):
    def __init__(self, d: int = 160) -> None:
        super().__init__()
        self.embed, self.cell, self.out = nn.Embedding(V, d), nn.RNN(d, d, batch_first=True), nn.Linear(d, V)

    def forward(self, tokens: Tensor) -> Tensor:  # (batch, length) -> (batch, length, V)
        return self.out(self.cell(self.embed(tokens))[0])


class Block(nn.Module):
    def __init__(self, d: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv, self.join = nn.Linear(d, 3 * d), nn.Linear(d, d)
        self.think = nn.Sequential(nn.Linear(d, 4 * d), nn.GELU(), nn.Linear(4 * d, d))
        self.norm1, self.norm2 = nn.LayerNorm(d), nn.LayerNorm(d)

    def forward(self, x: Tensor) -> Tensor:
        batch, length, d = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(batch, length, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) / (d // self.heads) ** 0.5
        future = torch.ones(length, length, dtype=torch.bool).triu(1)
        seen = scores.masked_fill(future, float("-inf")).softmax(-1) @ v
        x = x + self.join(seen.transpose(1, 2).reshape(batch, length, d))
        return x + self.think(self.norm2(x))


class Transformer(nn.Module):
    def __init__(self, d: int = 96, layers: int = 3, heads: int = 4) -> None:
        super().__init__()
        self.embed, self.place = nn.Embedding(V, d), nn.Embedding(T, d)
        self.blocks = nn.Sequential(*(Block(d, heads) for _ in range(layers)))
        self.norm, self.out = nn.LayerNorm(d), nn.Linear(d, V)

    def forward(self, tokens: Tensor) -> Tensor:
        x = self.embed(tokens) + self.place(torch.arange(tokens.shape[1]))
        return self.out(self.norm(self.blocks(x)))


# %% [markdown]
# ## Training, and writing
#
# The loss is that of lesson 7, $-\sum_t \log p_t(y_t)$, per letter; the rate climbs, then falls (lesson 9). To
# *write*, draw the first letter from the network's probabilities, give it back as input, draw the next, until the
# end. Dividing the scores by a *temperature* below 1 before the softmax makes the likely letters likelier.


# %%
def loss_on(model: nn.Module, chosen: np.ndarray) -> Tensor:
    batch = rows[chosen]
    each = nn.functional.cross_entropy(model(batch[:, :-1]).transpose(1, 2), batch[:, 1:], reduction="none")
    return each[counts[chosen]].mean()


def train(model: nn.Module, steps: int, rate: float) -> list[tuple[int, float, float]]:
    """(step, loss on what it learns from, loss on what was held back)."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.1)
    history, running = [], 0.0
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / 20, (steps - step) / steps * 1.5)
        loss = loss_on(model, rng.choice(learn, 64))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        running = float(loss.detach()) if step == 0 else 0.95 * running + 0.05 * float(loss.detach())
        if step % max(1, steps // 20) == 0 or step == steps - 1:
            with torch.no_grad():
                history.append((step + 1, running, float(loss_on(model, held))))
    return history


@torch.no_grad()
def write(model: nn.Module, count: int, temperature: float = 0.8) -> list[str]:
    tokens = torch.zeros(count, 1, dtype=torch.long)
    for _ in range(T - 1):
        scores = model(tokens)[:, -1] / temperature
        tokens = torch.cat([tokens, torch.multinomial(scores.softmax(-1), 1)], 1)
    texts = ["".join(letters[k - 1] if k else "\n" for k in row) for row in tokens[:, 1:].tolist()]
    return [text.split("\n")[0] for text in texts]


histories, written = {}, {}
for name, model, steps, rate in (
    ("recurrent", Recurrent(), scale(15, 300, 2_500), 3e-3),
    ("transformer", Transformer(), scale(15, 300, 2_500), 3e-3),
):
    histories[name] = train(model, steps, rate)
    samples = write(model, scale(60, 300, 4_000))
    written[name] = list(dict.fromkeys(text for text in samples if is_invention(text)))
    known = sum(exists(text) for text in samples) / len(samples)
    size = sum(parameter.numel() for parameter in model.parameters())
    print(
        f"{name}: {size:,} parameters; loss per letter "
        f"{histories[name][0][1]:.2f} -> {histories[name][-1][1]:.2f}, held back {histories[name][-1][2]:.2f}"
    )
    if scale(False, False, True):  # the stock of the quiz
        stock = "\n".join(filter(is_pronounceable, written[name])) + "\n"
        (folder() / f"{name}.txt").write_text(stock, encoding="utf-8")
    print(
        f"   {known:.0%} of what it writes exists; {len(written[name]) / len(samples):.0%} are inventions: "
        f"{'; '.join(written[name][:8])}"
    )

# %% [markdown]
# ## Is that a word?
#
# What exists is filtered. So is what merely puts known words together, for such a term may well stand in some paper:
# an *invention* must contain a word at least two letters away from every word in the list. And can it be *said*? Our
# rule: every word has a vowel; nowhere more than three consonants or two vowels in a row, unless a real term has
# them; and the consonants at its beginning and end begin or end a real word.

# %%
shares = {
    name: float(np.mean([is_pronounceable(fake) for fake in fakes[:50]])) for name, fakes in written.items() if fakes
}
print("pronounceable, of the first 50:", ", ".join(f"{name} {share:.0%}" for name, share in shares.items()))

# %%
figure, (left, right) = canvas(1, 2, width=10.5, height=4.2)
for (name, history), colour in zip(histories.items(), (ORANGE, BLUE), strict=True):
    step, learned, held_back = zip(*history, strict=True)
    left.plot(step, learned, color=colour, label=f"{name}: learned from")
    left.plot(step, held_back, color=colour, linestyle="--", label=f"{name}: held back")
left.axhline(np.log(V), color=GREY, linestyle=":")
left.annotate(f"ln {V}: guessing", (steps, np.log(V)), (0, -12), textcoords="offset points", color=GREY, ha="right")
left.set(title="Loss per letter", xlabel="step", ylim=(0.8, np.log(V) + 0.3))
left.legend(frameon=False, fontsize=8)
right.axis("off")
right.set_title("Invented by the transformer")
for k, fake in enumerate([fake for fake in written["transformer"] if is_pronounceable(fake)][:12]):
    right.text(
        0.08,
        0.93 - 0.078 * k,
        fake,
        fontsize=12,
        color=BLUE if k % 2 else ORANGE,
        style="italic",
        transform=right.transAxes,
    )
picture(
    figure, "balderdash", "Left: both networks learn; held-back terms cost them more. Right: terms that do not exist."
)

# %% [markdown]
# ## Exercise
#
# Write with the temperatures 0.3 and 1.5 and count how many of the results exist, are inventions, can be pronounced.
#
# ## Solution
#
# Cold, it plays safe: mostly words that it knows. Hot, it stammers. The joke lives in between.

# %%
for temperature in (0.3, 0.8, 1.5):
    texts = write(model, scale(20, 100), temperature)
    shares_of = [float(np.mean([rule(text) for text in texts])) for rule in (exists, is_invention, is_pronounceable)]
    print(f"temperature {temperature}: {shares_of[0]:4.0%} exist, {shares_of[1]:4.0%} inventions, ", end="")
    print(f"{shares_of[2]:4.0%} pronounceable; for example {texts[0]!r}")

# %% [markdown]
# ## Check

# %%
check(
    len(real()) >= 1_500 and len({term.lower() for term in real()}) == len(real()),
    f"{len(real()):,} real terms, none of them twice",
)
check(not any(exists(fake) for fakes in written.values() for fake in fakes), "no invention stands in the list")
check(
    all(history[-1][2] < history[0][2] for history in histories.values()),
    "both learned something about terms that they never saw",
)
check(min(shares.values(), default=1.0) >= scale(0.0, 0.7), "at least 70 % of 50 inventions can be pronounced")
