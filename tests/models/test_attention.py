"""PyTorch's fused kernel, which GPUs use, gives the numbers and gradients of the explicit products."""

import pytest
import torch

from ansatz.models.config import ModelConfig
from ansatz.models.layers import Attention, recording
from ansatz.models.registry import build


@pytest.fixture(params=["transformer", "decoder"])
def models(request):
    """The same weights twice: by products, and by the fused kernel."""
    layers = 0 if request.param == "decoder" else 2
    found = []
    for kernel in ("matmul", "fused"):
        torch.manual_seed(0)
        model = build(ModelConfig(layers, 2, 2, 16, 32, positions=32, family=request.param), 20)
        for module in model.modules():
            if isinstance(module, Attention):
                module.kernel = kernel
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.mul_(4)
        found.append(model)
    return found


def batch():
    torch.manual_seed(1)
    source, target = torch.randint(1, 20, (3, 7)), torch.randint(1, 20, (3, 5))
    source[1, 4:] = 0
    return source, target


def test_fused_attention_gives_the_same_numbers_and_gradients(models):
    by_products, fused = models
    expected, found = by_products(*batch()), fused(*batch())
    assert torch.allclose(found, expected, atol=1e-5)
    assert expected.abs().max() > 0.1
    for logits in (expected, found):
        logits.square().sum().backward()
    for ours, theirs in zip(by_products.parameters(), fused.parameters(), strict=True):
        if ours.grad is None:
            assert theirs.grad is None
        else:
            assert torch.allclose(ours.grad, theirs.grad, atol=1e-3 * float(ours.grad.abs().max() + 1))


def test_fused_attention_shows_its_weights_to_who_looks(models):
    by_products, fused = models
    with recording(by_products) as expected, recording(fused) as found:
        by_products(*batch())
        fused(*batch())
    assert found.keys() == expected.keys()
    assert all(torch.allclose(found[name], expected[name], atol=1e-5) for name in expected)


def test_fused_attention_computes_in_the_precision_of_autocast(models):
    _, fused = models
    exact = fused(*batch()).detach()
    with torch.autocast("cpu", torch.bfloat16):
        rough = fused(*batch())
    assert torch.allclose(rough.float(), exact, atol=0.1 * float(exact.abs().max()))
