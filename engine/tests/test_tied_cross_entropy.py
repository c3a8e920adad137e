"""The loss behind a vocabulary-sized product in chunks: value and gradients of the whole product in double precision.

Shape suffixes: Q tokens, D width, V vocabulary.
"""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, linear

from polyvia_engine import tied_cross_entropy as chunked

TOKENS, WIDTH = 300, 8


def inputs(vocabulary: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    random = torch.Generator().manual_seed(1)
    hidden_QD = torch.randn(TOKENS, WIDTH, generator=random)
    embedding_VD = torch.randn(vocabulary, WIDTH, generator=random)
    bias_V = torch.randn(vocabulary, generator=random)
    return hidden_QD, embedding_VD, bias_V, torch.randint(0, vocabulary, (TOKENS,), generator=random)


@pytest.mark.parametrize("vocabulary", [100_002, 97])
def test_chunks_have_the_loss_and_gradients_of_the_whole(vocabulary: int) -> None:
    """With 100,002 pieces two chunks, of 256 and 44 tokens; with 97 one."""
    assert (chunked.chunk_tokens(vocabulary) < TOKENS) == (vocabulary > 97)
    hidden_QD, embedding_VD, bias_V, target_Q = inputs(vocabulary)
    loss, gradients = backward(chunked.tied_cross_entropy, hidden_QD, embedding_VD, bias_V, target_Q)
    exact = (hidden_QD.double(), embedding_VD.double(), bias_V.double(), target_Q)
    expected, expected_gradients = backward(whole, *exact)
    assert abs(loss - expected) < 1e-6 * expected
    for gradient, expected_gradient in zip(gradients, expected_gradients, strict=True):
        # Sums of 100,000 products in fp32: the whole product in fp32 is as far off (7e-5).
        assert (gradient - expected_gradient).abs().max() < 1e-4 * expected_gradient.abs().max()


def test_no_token_has_no_loss() -> None:
    hidden_QD, embedding_VD, bias_V, target_Q = inputs(97)
    loss, gradients = backward(chunked.tied_cross_entropy, hidden_QD[:0], embedding_VD, bias_V, target_Q[:0])
    assert loss == 0
    assert all(not gradient.any() for gradient in gradients)


def backward(loss_of: Callable[..., Tensor], *arguments: Tensor) -> tuple[float, tuple[Tensor, ...]]:
    weights = [argument.detach().requires_grad_() for argument in arguments[:3]]
    loss = loss_of(*weights, arguments[3]) / TOKENS
    return loss.item(), torch.autograd.grad(loss, weights)


def whole(hidden_QD: Tensor, embedding_VD: Tensor, bias_V: Tensor, target_Q: Tensor) -> Tensor:
    return cross_entropy(linear(hidden_QD, embedding_VD, bias_V), target_Q, reduction="sum")


def test_a_chunk_of_a_multilingual_vocabulary_holds_a_quarter_of_a_gibibyte() -> None:
    assert 4 * 250_002 * chunked.chunk_tokens(250_002) < 1 << 28
    assert 4 * 8_000 * chunked.chunk_tokens(8_000) < 1 << 25
