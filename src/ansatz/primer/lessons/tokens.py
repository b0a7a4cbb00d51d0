# %% [markdown]
# # Lesson 5: Text into tokens
#
# The networks so far took a fixed number of numbers. What people want to feed them is often a *sequence*, of any
# length:
#
# * 0, 1, 1, 2, 3, 5, 8, 13, 21, …
# * In a right-angled triangle, the square of the hypotenuse is equal to the sum of the squares of the other two
#   sides.
# * В прямоугольном треугольнике квадрат гипотенузы равен сумме квадратов двух других сторон.
# * במשולש ישר-זווית, ריבוע היתר שווה לסכום ריבועי שתי הצלעות האחרות.
# * $\sin(x) + \frac{\cos(x)}{2x} - 17x + 4$
#
# Three steps lead from there to a network: *preprocessing* (clean the text, bring it into a useful order),
# *tokenization* (cut it into pieces from a finite list, the *vocabulary*) and *embedding* (a vector for each piece,
# lesson 6). This lesson does the first two, with the tools that Ansatz itself uses.

# %%
import random
import re
from collections import Counter
from itertools import pairwise

from ansatz.data.merges import merges
from ansatz.expr import NOTATIONS, Tree, parse, to_text, tokenizer
from ansatz.expr.bpe import BytePairEncoder
from ansatz.expr.canonical import canonical, from_symengine
from ansatz.expr.clean import fold_case, join_thousands, strip_markup, strip_symbols
from ansatz.primer.desk import BLUE, CYAN, GREEN, GREY, ORANGE, PURPLE, RED, YELLOW, canvas, check, picture, scale
from ansatz.primer.lesson import LESSONS
from ansatz.problems.integral.backward import Backward
from ansatz.problems.problem import Problem

# %% [markdown]
# ## Cleaning
#
# Marks for bold type, separators in numbers, stray symbols and capitals: each makes two spellings of one thing, and a
# network has to learn both. (Each also carries a little meaning. Cleaning is a choice.)

# %%
for function, text in (
    (strip_markup, "**bold**"),
    (join_thousands, "12,345.67"),
    (strip_symbols, "hello@#"),
    (fold_case, "Hello"),
):
    print(f"{text!r:14} -> {function(text)!r}")

# %% [markdown]
# ## Reverse Polish notation
#
# The usual *infix* notation needs brackets: an operator stands between its operands, so we have to say how far each
# operand reaches. If the operator stands *after* them (*postfix*, or reverse Polish notation) or *before* them
# (*prefix*, or Polish notation), nothing needs to be said. One rule reads postfix, with a stack of plates: a number
# or symbol is a new plate; an operator takes its operands from the top and puts back the result.

# %%
expression = parse("sin(x) + cos(x)/(2x) - 17x + 4")
for notation in NOTATIONS.values():
    print(f"{notation.name:8} {' '.join(notation.to_words(expression))}")


def read_postfix(words: list[str]) -> str:
    """Infix text of postfix words, by the rule of plates."""
    plates: list[str] = []
    for word in words:
        if word in ("+", "-", "*", "/"):
            right, left = plates.pop(), plates.pop()
            plates.append(f"({left} {word} {right})")
        elif word in ("sin", "cos"):
            plates.append(f"{word}({plates.pop()})")
        else:
            plates.append(word)
    (result,) = plates
    return result


slide = "x sin x cos x 2 * / + x 17 * - 4 +".split()
print("read back:", read_postfix(slide))

# %% [markdown]
# (The slide that this lesson follows prints the end as `-4 +`. There the minus has slipped to the 4: it is an
# operator, `- 4 +`.)
#
# ## Words, letters, grammar
#
# Where do we cut a sentence? By **words**: short sequences, but an endless vocabulary, and a word never seen before
# is nothing at all. By **letters**: a small vocabulary, nothing is ever unknown, but the sequences are long and a
# letter means little. By **grammar**: stems and endings, by rules, which somebody has to write for each language.
# Here is a little grammar of English, of seven endings; it knows nothing of Russian or Hebrew.

# %%
SENTENCES = {
    "English": "I enjoy studying the application of AI in mathematics.",
    "Russian": "Мне нравится изучать применение ИИ в математике.",
    "Hebrew": "אני נהנה ללמוד את היישום של בינה מלאכותית במתמטיקה.",
}
ENDING = re.compile(r"(?<=\w{3})(ing|ation|ics|ed|er|ly|s)$")


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+|[^\w\s]", text)


def grammar_of(text: str) -> list[str]:
    return [piece for word in words_of(text) for piece in ENDING.sub(r"|\1", word).split("|")]


for language, sentence in SENTENCES.items():
    counts = len(words_of(sentence)), len(grammar_of(sentence)), len(sentence)
    print(f"{language}: {counts[0]} words, {counts[1]} by grammar, {counts[2]} letters")
print(" ".join(f"[{piece}]" for piece in grammar_of(SENTENCES["English"])))

# %% [markdown]
# ## Byte pairs
#
# *Byte-pair encoding* finds its pieces by counting. Begin with letters. Find the commonest pair of neighbours, make
# it one new token, and repeat:

# %%
spelt = list("aaabdaaabac")
stages = [list(spelt)]
letters_in = dict.fromkeys("abcd", 1)
for name in "ZYX":
    seen: Counter[tuple[str, str]] = Counter(pairwise(spelt))
    # Of equally frequent pairs the shorter in letters, then the first in the alphabet.
    pair = min(seen, key=lambda two: (-seen[two], letters_in[two[0]] + letters_in[two[1]], two))
    letters_in[name] = letters_in[pair[0]] + letters_in[pair[1]]
    joined, k = [], 0
    while k < len(spelt):
        hit = tuple(spelt[k : k + 2]) == pair
        joined.append(name if hit else spelt[k])
        k += 2 if hit else 1
    spelt = joined
    stages.append(list(spelt))
    print(f"{name} = {''.join(pair)}: {''.join(spelt)}")

# %% [markdown]
# Ansatz's own encoder does the same. Trained on the prose of these very lessons (in which there is one sentence of
# Russian and of Hebrew each), it learns English endings, *sometimes*: what is frequent becomes a token, whether or
# not it is a unit of grammar. And English costs fewer tokens for a letter than Russian or Hebrew, for no better
# reason than that there was more of it. The tokenizers of large language models have the same bias, from the same
# cause. (Hebrew is written from right to left; in memory, and so in a list of tokens, its letters stand in the order
# in which they are read. A program that prints the tokens side by side shows them from left to right.)

# %%
prose = [
    " " + word
    for lesson in LESSONS
    if lesson.path.exists()
    for word in re.findall(r"[^\W\d_]+", lesson.source().lower())
]
learned = BytePairEncoder.train(prose, scale(150, 600, 2_000))
for word in ("crafting", "matching", "placing", "computing", "texting"):
    print("|".join(learned.segment(" " + word)), end="   ")
print()
cost = {}
for language, sentence in SENTENCES.items():
    letters = re.findall(r"[^\W\d_]+", sentence.lower())
    cost[language] = sum(len(learned.segment(" " + word)) for word in letters) / sum(map(len, letters))
print("tokens for a letter:", ", ".join(f"{language} {value:.2f}" for language, value in cost.items()))

# %% [markdown]
# ## Why numbers split badly
#
# Byte pairs cut numbers by how often digits stood together in the training text, not by place value. Years and prices
# leave their tracks:

# %%
rng = random.Random(5)
numbers = [f" {rng.choice((19, 20))}{rng.randrange(100):02}" for _ in range(400)] + [
    f" {rng.randrange(1, 400)}" for _ in range(400)
]
encoder = BytePairEncoder.train(numbers, 40)
cuts = ["|".join(encoder.segment(" " + number)).strip() for number in "123456789 23 12 1 2 34 345 2012".split()]
print("byte pairs of years and prices:", "   ".join(cuts))
print("ours, byte pairs of integrals:", "|".join(merges("infix").segment("123456789")))
print("ours, words:", " ".join(tokenizer("word").encode(["123456789"])))

# %% [markdown]
# In the first line the same digit stands at the end of a token here and in its middle there, so that "add the ones,
# carry, add the tens" has no fixed place to happen. Our word tokenizer writes a sign and single digits, so that each
# token has one meaning; small integers, which are most of what occurs in formulas, have a token of their own.
#
# ## Which notation is short?
#
# Random integrands, written in every way that Ansatz knows. All columns are exact: from each, the expression comes
# back.

# %%
generator = Backward()
samples: list[Tree] = []
while len(samples) < scale(20, 150, 2_000):
    drawn = generator.generate(rng)
    if isinstance(drawn, Problem):
        samples.append(canonical(from_symengine(drawn.statement[0])))
WAYS = [("prefix", "word"), ("postfix", "word"), ("infix", "word"), ("infix", "bpe"), ("infix", "letter")]
means = []
for written, cut in WAYS:
    method = merges(written) if cut == "bpe" else tokenizer(cut)
    means.append(sum(len(method.encode(NOTATIONS[written].to_words(tree))) for tree in samples) / len(samples))
    print(f"{written:8} {cut:7} {means[-1]:6.1f} tokens")

# %%
figure, (left, right) = canvas(1, 2, width=10, height=3.8)
colour = {"a": CYAN, "b": GREEN, "c": YELLOW, "d": GREY, "Z": BLUE, "Y": PURPLE, "X": RED}
width = {"Z": 2, "Y": 2, "X": 4}
for row, stage in enumerate(stages):
    place = 0
    for token in stage:
        size = width.get(token, 1)
        left.barh(-row, size - 0.12, left=place, height=0.7, color=colour[token], align="center")
        left.text(place + size / 2 - 0.06, -row, token, ha="center", va="center", color="white", weight="bold")
        place += size
left.set(
    title="aaabdaaabac: each merge shortens it",
    yticks=[0, -1, -2, -3],
    yticklabels=["letters", "Z = aa", "Y = ab", "X = ZY"],
    xticks=[],
)
left.spines[["left", "bottom"]].set_visible(False)
pieces = {"word": "words", "bpe": "byte pairs", "letter": "letters"}
labels = [f"{written}, {pieces[cut]}" for written, cut in WAYS]
right.barh(labels, means, color=[BLUE, BLUE, ORANGE, ORANGE, ORANGE])
right.invert_yaxis()
right.set(title="An integrand's length", xlabel="tokens, mean of random integrands")
picture(figure, "tokens", "Left: byte pairs on aaabdaaabac. Right: how long integrands are in each notation.")

# %% [markdown]
# ## Exercise
#
# Prefix words have no brackets, and still only one reading. Find a rule that tells, while reading prefix from the
# left, where the expression ends.
#
# ## Solution
#
# Count the operands still owed. It is 1 at the start; a symbol or number pays one; an operator with $k$ operands pays
# one and owes $k$ more. The expression ends where the debt is 0, and never before.


# %%
def ends(prefix: list[str], arity: dict[str, int]) -> list[int]:
    """The debt after each word."""
    debts, debt = [], 1
    for word in prefix:
        debt += arity.get(word, 0) - 1
        debts.append(debt)
    return debts


debts = ends(NOTATIONS["prefix"].to_words(expression), {"+": 2, "-": 2, "*": 2, "/": 2, "sin": 1, "cos": 1})
print(debts)

# %% [markdown]
# ## Check

# %%
check(NOTATIONS["postfix"].to_words(expression) == slide, "our postfix is the slide's")
check(parse(read_postfix(slide)) == parse(to_text(expression)), "the rule of plates reads it back")
check(
    ["".join(stage) for stage in stages] == ["aaabdaaabac", "ZabdZabac", "ZYdZYac", "XdXac"],
    "aaabdaaabac becomes XdXac",
)
check(BytePairEncoder.train(["aaabdaaabac"], 3).abbreviate("aaabdaaabac") == "XdXac", "our encoder agrees")
check(debts[-1] == 0 and min(debts[:-1]) > 0, "the debt is paid at the end and not before")
check(cost["English"] < min(cost["Russian"], cost["Hebrew"]), "English is cheapest where most of the text is English")
check(
    all(n.from_words(n.to_words(tree)) == tree for n in NOTATIONS.values() for tree in samples),
    "every notation is exact",
)
check(means[0] == means[1] < means[2], "without brackets it is shorter")
