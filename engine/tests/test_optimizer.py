"""One step of the optimiser: what it refuses moves nothing."""

import pytest
import torch
from conftest import OPTIMIZER

from polyvia_engine.optimizer import Optimizer


@pytest.mark.parametrize("clip", [0.0, 1.0])
@pytest.mark.parametrize("value", [torch.inf, -torch.inf, torch.nan])
def test_a_gradient_that_is_not_finite_moves_nothing(clip: float, value: float) -> None:
    parameter, other = (torch.nn.Parameter(torch.ones(2, 2)) for _ in range(2))
    optimizer = Optimizer({"p": parameter, "q": other}, {**OPTIMIZER, "clipNorm": clip})  # type: ignore[typeddict-item]
    for each in (parameter, other):
        each.grad = torch.ones(2, 2)
    assert optimizer.step(0.1)
    before = parameter.detach().clone()
    for each in (parameter, other):
        each.grad = torch.ones(2, 2)
    parameter.grad[0, 1] = value
    assert not optimizer.step(0.1)
    assert torch.equal(parameter, before)
    assert torch.equal(other, before)
