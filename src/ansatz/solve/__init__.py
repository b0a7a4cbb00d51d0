"""From a question to a verified answer, under a deadline and a memory bound.

Begin with `integral.solver` (`ansatz.integrate`); `portfolio` lets methods race in killable processes.
`systems` talks to computer algebra systems, one a file; `solution` is what people get.
"""
