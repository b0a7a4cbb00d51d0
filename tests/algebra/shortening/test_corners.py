"""Antiderivatives of functions with corners and jumps: continuous wherever the integrand is real, and as steep as before."""

import sys
from pathlib import Path

import pytest
import symengine as se

from ansatz.algebra.shortening.corners import without_corner_jumps
from ansatz.expr import parse, to_symengine
from ansatz.expr.canonical import from_symengine

sys.path.insert(0, str(Path(__file__).parents[2]))
from real_antiderivatives import flaws

X = se.Symbol("x")
