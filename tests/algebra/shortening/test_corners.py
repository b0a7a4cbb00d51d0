"""Antiderivatives of functions with corners and jumps: continuous wherever the integrand is real, and as steep as before."""

import sys
from pathlib import Path

import symengine as se

sys.path.insert(0, str(Path(__file__).parents[2]))

X = se.Symbol("x")
