"""The rules of a textbook, in the order in which a teacher tries them (`ansatz.solve.steps.engine`)."""
