"""Our dropout against its definition."""

import pytest
import torch

from polyvia_engine.dropout import Dropout, dropout, seed_dropout


@pytest.mark.parametrize("probability", [0.1, 0.5, 0.9])
def test_dropout_zeroes_that_share_and_keeps_the_mean(probability: float) -> None:
    seed_dropout(1)
    x = torch.ones(1000, 1000, requires_grad=True)
    y = dropout(x, probability)
    y.sum().backward()
    assert (y == 0).float().mean().item() == pytest.approx(probability, abs=2e-3)  # 4 standard errors
    assert y.mean().item() == pytest.approx(1, abs=0.015)
    assert len(y.unique()) == 2
    assert torch.equal(x.grad, y)  # the gradient passes where the value did, scaled alike


def test_dropout_follows_the_seed() -> None:
    draws = []
    for seed in (1, 1, 2):
        seed_dropout(seed)
        draws.append(dropout(torch.ones(999), 0.5))
    assert torch.equal(draws[0], draws[1])
    assert not torch.equal(draws[0], draws[2])


def test_dropout_at_the_ends_and_in_evaluation() -> None:
    x = torch.ones(9)
    assert torch.equal(dropout(x, 0.0), x)
    assert torch.equal(dropout(x, 1.0), torch.zeros(9))
    assert torch.equal(Dropout(0.5).eval()(x), x)
