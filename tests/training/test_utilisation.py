"""Products are counted as they are known to be."""

import pytest
import torch
from torch import nn

from ansatz.training.utilisation import matrix_peak, model_flops


class Product(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(8, 4, bias=False)

    def forward(self, source, target):
        return self.linear(source.float())


def test_a_linear_layer_costs_two_products_when_its_input_needs_no_gradient():
    model = Product()
    found = model_flops(model, torch.ones(16, 8), torch.ones(16, 8))
    assert found == 2 * (2 * 16 * 8 * 4)
    assert model.linear.weight.grad is None


@pytest.mark.slow
def test_the_peak_is_that_of_a_processor():
    assert 1e8 < matrix_peak("cpu", seconds=0.05) < 1e15
