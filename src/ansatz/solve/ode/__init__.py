"""`ansatz.dsolve`: ordinary differential equations of first and second order, every answer verified.

Begin with `solver`, what people call. `claim` says what a method gets and gives; `methods` has one method a file;
`stages` runs them in a killable process, network and fit beside them.
"""
