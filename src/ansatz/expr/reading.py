"""What is given, read together: expressions, the variable and bounds, in one set of names.

reading = Reading(f, x, low, high)     everything given, so that SymPy's symbols get distinct names
parsed = reading.integral(f)           integrand, and variable and bounds where a text has them
reading.tree(low)
reading.variable(x, parsed)            the name of the variable; inferred where nothing names it
reading.symbols                        SymPy's own symbols by name, for answers
"""

from typing import TYPE_CHECKING

import symengine as se

from ansatz.errors import ConfigError, InputError, ParseError
from ansatz.expr.integral_grammar import ParsedIntegral
from ansatz.expr.operators import CONSTANTS
from ansatz.expr.parse import as_tree, has_bounds, is_sympy, parse, parse_integral
from ansatz.expr.tree import Tree, refuse_holonomic, refuse_of_variables, symbols

if TYPE_CHECKING:
    import sympy


class Reading:
    """Reads the parts of one question; SymPy's symbols are told apart by name and assumptions."""

    def __init__(self, *given: object) -> None:
        expressions = [part for part in given if is_sympy(part)]
        self._names: dict[sympy.Symbol, str] = {}
        if expressions:
            from ansatz.expr.sympy_names import symbol_names

            self._names = symbol_names(*expressions)

    @property
    def symbols(self) -> "dict[str, sympy.Symbol]":
        """SymPy's symbols by their names in trees; none where nothing came from SymPy."""
        return {name: symbol for symbol, name in self._names.items()}

    def tree(self, given: object) -> Tree:
        """The tree of what `as_tree` takes; raises as it does."""
        if not is_sympy(given):
            return as_tree(given)
        from ansatz.expr.sympy_bridge import from_sympy

        return from_sympy(given, self._names)

    def integral(self, given: object) -> ParsedIntegral:
        """The integral in a text, or an expression as an integrand; raises as `parse_integral` and `as_tree` do."""
        parsed = parse_integral(given) if isinstance(given, str) else ParsedIntegral(self.tree(given), None, None)
        refuse_holonomic(parsed.integrand)
        return parsed

    def integrand(self, given: object) -> ParsedIntegral:
        """As `integral`, for what must not have bounds."""
        parsed = self.integral(given)
        if parsed.bounds is not None:
            raise has_bounds()
        return parsed

    def antiderivative(self, given: object) -> ParsedIntegral:
        """As `integrand`, for a claim, which is a function and not an integral that is still to be found."""
        parsed = self.integrand(given)
        if parsed.has_sign:
            raise ParseError("The claimed antiderivative is an integral itself; give the function that it should be.")
        return parsed

    def variable(self, given: object, *parsed: ParsedIntegral) -> str:
        """The variable's name: as given, or by a differential, or inferred from the symbols of the integrands.

        Raises `UnsupportedError` where functions are applied to it that are known of constants only.
        """
        found = self._variable(given, *parsed)
        for integral in parsed:
            refuse_of_variables(integral.integrand, (found,))
        return found

    def _variable(self, given: object, *parsed: ParsedIntegral) -> str:
        """The name alone.

        Inferred are the only symbol, x among several, and x where none occurs. Raises `InputError` where several
        symbols occur without x and for what cannot be a variable, `ConfigError` where two variables are named.
        """
        named = {integral.variable for integral in parsed if integral.variable is not None}
        if given is not None:
            named.add(self._named(given, parsed))
        if len(named) > 1:
            first, second, *_ = sorted(named)
            raise ConfigError(f"An integral is over one variable, not over {first} and over {second}; name one.")
        if named:
            return named.pop()
        found = sorted(set().union(*(symbols(integral.integrand) for integral in parsed)))
        if len(found) < 2:
            return found[0] if found else "x"
        if "x" in found:
            return self._named("x", parsed)
        found = found if len(found) <= 6 else [*found[:5], "others"]
        listed = f"{', '.join(found[:-1])} and {found[-1]}"
        raise InputError(f"The symbols {listed} occur, but no x; name the variable of integration.")

    def _named(self, given: object, parsed: tuple[ParsedIntegral, ...]) -> str:
        """The name of a variable given as text (θ is theta) or as a symbol of SymPy or SymEngine."""
        if is_sympy(given) and given in self._names:
            return self._names[given]
        text = given.name if isinstance(given, se.Symbol) else str(given)
        namesakes = [name for symbol, name in self._names.items() if symbol.name == text]
        if len(namesakes) > 1:
            raise InputError(f"Several symbols are named {text[:40]!r}; give the one that is meant as the variable.")
        if namesakes:
            return namesakes[0]
        if any(text in symbols(integral.integrand) for integral in parsed):
            return text
        try:
            name = parse(text)
        except InputError:
            name = 0
        if not isinstance(name, str) or name in CONSTANTS:
            raise ParseError(f"{text[:40]!r} cannot be a variable; use a letter such as x or t.")
        return name
