"""Random places of a real variable."""

import random
from collections.abc import Sequence

from ansatz.evaluate.second_opinion.formulas import Number


def real_place(rng: random.Random, served: Sequence[Number]) -> float:
    """On all scales; evenly where most domains lie; and near places that served, since a domain may be narrow."""
    match rng.randrange(3):
        case 0:
            return rng.choice((-1, 1)) * 10 ** rng.uniform(-4, 4)
        case 1 if served:
            return float(rng.choice(served)) * (1 + rng.choice((-1, 1)) * 10 ** rng.uniform(-4, 0))
    scale = rng.choice((1, 3, 10))
    return rng.uniform(-scale, scale)
