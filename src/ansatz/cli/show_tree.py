"""`ansatz tree`: draw an expression as the tree that it is."""

from typing import Annotated

import typer


def tree(
    expression: Annotated[str, typer.Argument(metavar="EXPR", help="An expression, as text or LaTeX.")],
    svg: Annotated[bool, typer.Option("--svg", help="Print an SVG drawing instead.")] = False,
    notation: Annotated[str | None, typer.Option(help="Print it in a row instead: prefix, postfix or infix.")] = None,
) -> None:
    """Draw the tree of an expression, just as it was written.

    \b
    ansatz tree "x*(x+2+3)"
    ansatz tree "x*(x+2+3)" --notation prefix
    ansatz tree "sin(x)^2" --svg > tree.svg
    """
    from ansatz.errors import ConfigError
    from ansatz.expr import NOTATIONS, draw_svg, draw_text, parse

    parsed = parse(expression)
    if notation is None:
        print(draw_svg(parsed) if svg else draw_text(parsed))
    elif notation in NOTATIONS:
        print(" ".join(NOTATIONS[notation].to_words(parsed)))
    else:
        raise ConfigError(f"There is no notation '{notation}'; choose from {', '.join(NOTATIONS)}.")
