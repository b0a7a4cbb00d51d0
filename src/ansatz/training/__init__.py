"""Training: from settings to a trained model, resumed exactly wherever it was stopped.

Begin at `loop.Trainer`; `plan` reads what `ansatz train` is told, `validation` solves held-out problems meanwhile.
"""
