"""What a training process keeps in memory, and how that is bounded.

On CPUs oneDNN compiles a kernel for every shape of a matrix product and keeps the last 1,024 of them, in two caches.
Batches of varying length bring some thirty new ones a step, so the caches turn over for ever: what they allocate in the
middle of a step stands between the step's activations, glibc's heap cannot join what is freed around it, and grows by a
gigabyte every 25 steps (preset small, 16,000 tokens a batch). A kernel is needed again within its step or hardly ever,
so small caches serve as well, and steps are a tenth faster, because the heap's pages are touched already.
"""

import os

import psutil

KERNELS = "64"  # about what two steps need
CACHES = ("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "LRU_CACHE_CAPACITY")  # oneDNN's own, and PyTorch's over it


def bound_caches() -> None:
    """Small caches of kernels, unless the environment says otherwise; before the first product of the process."""
    for name in CACHES:
        os.environ.setdefault(name, KERNELS)


def resident_megabytes() -> float:
    """Resident memory of this process, without those that make its batches."""
    return psutil.Process().memory_info().rss / 1e6
