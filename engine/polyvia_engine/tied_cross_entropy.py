"""Cross-entropy behind a vocabulary-sized product, without ever holding all its logits.

The gradient is made in the forward pass, chunk by chunk, while the logits of the chunk are at hand; so one
vocabulary-wide tensor of one chunk (in bf16 two more, half as large) is all the memory it takes. Idea: Liger-Kernel,
Apple CCE (exact, no filtering).

Shape suffixes: Q tokens, C tokens of a chunk, D width, V vocabulary.
"""

from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, linear

CHUNK_LOGITS = 1 << 23
"""Logits of a chunk: 32 MiB in fp32, which the C library still serves from memory it keeps."""
LEAST_CHUNK = 256
"""Tokens of a chunk at the least (244 MiB of logits at 250,000 pieces): each chunk reads the embedding twice and its
gradient once, which at 33 tokens takes as long as the products do."""


def chunk_tokens(vocabulary: int) -> int:
    """Tokens whose logits are held at once."""
    return max(LEAST_CHUNK, CHUNK_LOGITS // vocabulary)


def tied_cross_entropy(hidden_QD: Tensor, embedding_VD: Tensor, bias_V: Tensor, target_Q: Tensor) -> Tensor:
    """Sum over Q of -log softmax(hidden @ embedding' + bias)[target], fp32."""
    kind = torch.get_autocast_dtype(hidden_QD.device.type) if torch.is_autocast_enabled(hidden_QD.device.type) else None
    with torch.autocast(hidden_QD.device.type, enabled=False):
        loss: Tensor = _TiedCrossEntropy.apply(hidden_QD, embedding_VD, bias_V, target_Q, kind)  # type: ignore[no-untyped-call]
    return loss


def tied_losses(hidden_QD: Tensor, embedding_VD: Tensor, bias_V: Tensor, target_Q: Tensor) -> Tensor:
    """The same of each token [Q], where no gradient is wanted."""
    losses_Q = torch.zeros(len(hidden_QD), device=hidden_QD.device)
    size = chunk_tokens(len(embedding_VD))
    for first in range(0, len(hidden_QD), size):
        chunk = slice(first, first + size)
        logits_CV = linear(hidden_QD[chunk], embedding_VD).float().add_(bias_V)
        losses_Q[chunk] = cross_entropy(logits_CV, target_Q[chunk], reduction="none")
    return losses_Q


class _TiedCrossEntropy(torch.autograd.Function):
    """`kind`: type of the matrix products; None = that of the inputs. A frozen embedding gets no gradient."""

    @staticmethod
    def forward(
        ctx: Any,
        hidden_QD: Tensor,
        embedding_VD: Tensor,
        bias_V: Tensor,
        target_Q: Tensor,
        kind: torch.dtype | None,
    ) -> Tensor:
        hidden = hidden_QD.to(kind or embedding_VD.dtype)
        embedding = embedding_VD.to(kind or embedding_VD.dtype)
        loss = torch.zeros((), device=hidden.device)
        hidden_gradient_QD = torch.empty_like(hidden)
        embedding_gradient_VD = torch.zeros_like(embedding_VD) if ctx.needs_input_grad[1] else None
        bias_gradient_V = torch.zeros_like(bias_V)
        size = chunk_tokens(len(embedding))
        products_CV = hidden.new_empty(min(size, len(hidden)), len(embedding))
        for first in range(0, len(hidden), size):
            chunk_CD = hidden[first : first + size]
            target_C1 = target_Q[first : first + size, None]
            torch.mm(chunk_CD, embedding.T, out=products_CV[: len(chunk_CD)])
            logits_CV = products_CV[: len(chunk_CD)].float().add_(bias_V)
            highest_C1 = logits_CV.amax(1, keepdim=True)
            loss += (highest_C1 - logits_CV.gather(1, target_C1)).sum()
            # softmax - one at the target, in the memory of the logits
            gradient_CV = logits_CV.sub_(highest_C1).exp_()
            total_C1 = gradient_CV.sum(1, keepdim=True)
            loss += total_C1.log().sum()
            gradient_CV.div_(total_C1)
            gradient_CV.scatter_add_(1, target_C1, gradient_CV.new_full((len(target_C1), 1), -1.0))
            bias_gradient_V += gradient_CV.sum(0)
            narrow_CV = gradient_CV.to(embedding.dtype)
            torch.mm(narrow_CV, embedding, out=hidden_gradient_QD[first : first + size])
            if embedding_gradient_VD is None:
                continue
            if embedding.dtype == embedding_gradient_VD.dtype:
                embedding_gradient_VD.addmm_(narrow_CV.T, chunk_CD)
            else:
                embedding_gradient_VD += narrow_CV.T @ chunk_CD
        ctx.save_for_backward(hidden_gradient_QD, embedding_gradient_VD, bias_gradient_V)
        ctx.hidden_dtype = hidden_QD.dtype
        return loss

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, Tensor | None, Tensor, None, None]:
        hidden_gradient_QD, embedding_gradient_VD, bias_gradient_V = ctx.saved_tensors
        return (
            (hidden_gradient_QD * gradient).to(ctx.hidden_dtype),
            None if embedding_gradient_VD is None else embedding_gradient_VD.mul_(gradient),
            bias_gradient_V.mul_(gradient),
            None,
            None,
        )
