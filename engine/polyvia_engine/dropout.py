"""Dropout whose noise costs little on the CPU, and is the same on every CPU.

torch draws a Bernoulli number an element, 12 % of a training step of a small encoder; this takes a third of that. 16
random bits decide each element, so the probability is rounded to a multiple of 1/65536 (0.1 becomes 0.100006) and the
kept values are scaled for that very probability. A GPU draws its own.
"""

import numpy as np
import torch
from torch import Tensor, nn

_LEVELS = 1 << 16
_generator = np.random.Generator(np.random.SFC64(0))


def seed_dropout(seed: int) -> None:
    """Starts the noise of one forward pass, on every device."""
    global _generator
    _generator = np.random.Generator(np.random.SFC64(seed))
    torch.manual_seed(seed)


def dropout(x: Tensor, probability: float) -> Tensor:
    """Zeroes each element with that probability and scales the others to keep the mean."""
    if x.device.type != "cpu":
        return nn.functional.dropout(x, probability)
    dropped = round(probability * _LEVELS)
    if dropped in (0, _LEVELS):
        return x if dropped == 0 else x * 0.0
    words = _generator.integers(0, 1 << 64, -(-x.numel() // 4), dtype=np.uint64)
    kept = torch.from_numpy(words.view(np.uint16)[: x.numel()] >= dropped).view(x.shape)
    return x * kept.to(x.dtype).mul_(_LEVELS / (_LEVELS - dropped))


class Dropout(nn.Module):
    """In the place of nn.Dropout; `p` may be read by the encoder around it."""

    def __init__(self, p: float) -> None:
        super().__init__()
        self.p = p

    def forward(self, x: Tensor) -> Tensor:
        return dropout(x, self.p) if self.training and self.p > 0.0 else x


def replace_dropout(model: nn.Module) -> None:
    """Puts `Dropout` in the place of every nn.Dropout inside a model."""
    for module in list(model.modules()):
        for name, child in module.named_children():
            if type(child) is nn.Dropout:
                setattr(module, name, Dropout(child.p))
