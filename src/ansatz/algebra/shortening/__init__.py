"""Shorter forms of expressions, as people write them. One home of such rules:

    shortened(F, x)              of an antiderivative: the same derivative
    shortened_constant(value)    of a number
    simplified(e)                of any expression: equal wherever both sides have a value
    length(e)                    the measure: words of the one spelling

Rules are data beside their formula (`RULES` in the files of this folder), each marked with where it holds: always, for
real values, or up to a constant on each interval. To add one, write its function and give it a row.
"""

from ansatz.algebra.shortening.antiderivatives import RULES, shortened, simplified
from ansatz.algebra.shortening.constants import shortened_constant
from ansatz.algebra.shortening.length import length
from ansatz.algebra.shortening.rule import Holds

__all__ = ["RULES", "Holds", "length", "shortened", "shortened_constant", "simplified"]
