"""The real line as an expression sees it: singular points, half-lines, limits and rigorous quadrature.

Begin with `singularities`, interval subdivision with certified programs.
`one_sided_limits` and `rays` serve the ends of intervals, finite and infinite.
"""
