"""`ansatz quiz`: real or invented? The terminal's side of `ansatz.primer.balderdash`."""

from typing import Annotated, cast

import typer


def quiz(
    seed: Annotated[int | None, typer.Option(help="Which round; default: another one each time.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the round's terms, and which are real, as JSON.")] = False,
) -> None:
    """Ten mathematical terms are real and ten were invented by a network: which are which?

    \b
    ansatz quiz             answer r (real) or f (fake); q ends it
    ansatz quiz --seed 7    the same round for everybody
    """
    import random
    from json import dumps

    from ansatz.primer.balderdash.quiz import mark, new_round

    number = random.randrange(1_000_000) if seed is None else seed
    if json:
        truth = mark(number, [True] * 20)["results"]
        print(dumps(new_round(number) | {"real": [one["real"] for one in truth]}, indent=2, ensure_ascii=False))  # type: ignore[attr-defined]
        return
    right = asked = 0
    while True:
        score = _play(number)
        if score is None:
            break
        right, asked = right + score, asked + 20
        print(f"\n{score} of 20" + (f"; {right} of {asked} in all" if asked > 20 else "") + ".")
        if _ask("Another round? [y/n] ", "yn") != "y":
            return
        number = number + 1
    if asked:
        print(f"{right} of {asked} in all.")


def _play(seed: int) -> int | None:
    """One round's score, None where the player stopped."""
    from ansatz.primer.balderdash.quiz import mark, new_round

    terms = cast(list[str], new_round(seed)["terms"])
    answers: list[bool] = []
    print(f"Round {seed}: real or fake?")
    for count, term in enumerate(terms, 1):
        said = _ask(f"{count:3}. {term}   [r/f] ", "rf")
        if said not in ("r", "f"):
            return None
        answers.append(said == "r")
    marked = mark(seed, answers)
    print()
    for one in marked["results"]:  # type: ignore[attr-defined]
        print(
            "  right  " if one["real"] == one["said"] else "  WRONG  ",
            "real" if one["real"] else "fake",
            one["term"],
            sep="  ",
        )
    return int(marked["score"])  # type: ignore[call-overload,no-any-return]


def _ask(question: str, letters: str) -> str:
    """The first letter of the answer, asked until it is one of these, or q; q at the end of the input."""
    while True:
        try:
            said = input(question).strip().lower()[:1]
        except EOFError:
            print()
            return "q"
        if said in (*letters, "q"):
            return said
