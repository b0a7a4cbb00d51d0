"""One method a file: each proposes solutions of the equations that it knows, and proves nothing.

`METHODS` lists them by order, the cheapest first. A method is a generator `(equation, integrals) -> Claim`s; it yields
nothing for an equation that is not of its type, and every claim is verified by whoever asked.
"""
