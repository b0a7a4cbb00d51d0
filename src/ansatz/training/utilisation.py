"""How much of a machine training uses: the model's products against the peak of matrix products.

flops = model_flops(model, source, target)          # of one step
matrix_peak("cuda")                                 # FLOP/s here, measured

Model FLOP utilisation (Chowdhery et al. 2022, appendix B) counts the products of the forward and the backward pass,
not what is computed twice, nor the optimiser's; the peak is measured, not a vendor's.
"""

import time

import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

# Rows, inner and outer size of the measured product: on CPUs the feed-forward layer of the preset "small", which
# stays in the cache; on GPUs one that fills the device.
SHAPES = {"cpu": (4_096, 256, 1_024), "cuda": (8_192, 8_192, 8_192)}
IN_TURN = 20  # products between two looks at the clock


def model_flops(model: nn.Module, source: Tensor, target: Tensor) -> int:
    """Floating-point operations of the products in a forward and a backward pass, padding included.

    source (batch, m) and target (batch, n) as for the model; gradients are left as they were found: none.
    """
    with FlopCounterMode(display=False) as counter:
        model(source, target).sum().backward()
    for parameter in model.parameters():
        parameter.grad = None
    return counter.get_total_flops()


def matrix_peak(device: str = "cpu", seconds: float = 1.0) -> float:
    """FLOP/s of bfloat16 matrix products on this device, measured for at least `seconds`."""
    rows, inner, outer = SHAPES[device]
    x = torch.randn(rows, inner, dtype=torch.bfloat16, device=device)
    weight = torch.randn(outer, inner, dtype=torch.bfloat16, device=device)

    def products() -> None:
        for _ in range(IN_TURN):
            nn.functional.linear(x, weight)
        if device == "cuda":
            torch.cuda.synchronize()

    products()
    done, started = 0, time.perf_counter()
    while (spent := time.perf_counter() - started) < seconds:
        products()
        done += IN_TURN
    return done / spent * 2 * rows * inner * outer
