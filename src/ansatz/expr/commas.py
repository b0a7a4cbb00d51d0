"""Text between commas: the pieces of a list, as people and other systems write them."""


def at_top_level(text: str, separators: str = ",") -> list[str]:
    """The pieces between the separators that stand in no bracket; the text alone where there are none."""
    pieces, depth = [""], 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if character in separators and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += character
    return pieces


__all__ = ["at_top_level"]
