"""Loss and gradients of one step, however many parts it was cut into."""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor

from .batch import Batch
from .contract import Precision
from .encoder import Encoder, autocast
from .heads import BatchHead, Head


def backpropagate(
    encoder: Encoder, head: Head, parts: Sequence[Batch], precision: Precision, seed_of_part: Callable[[int], int]
) -> float:
    """Adds the gradients of the step's mean loss to the parameters; returns that loss. Dropout of a part follows its
    seed."""
    units = max(1, sum(head.units(batch) for batch in parts))
    if isinstance(head, BatchHead) and len(parts) > 1:
        return _through_vectors(encoder, head, parts, precision, seed_of_part, units)
    total = 0.0
    for part, batch in enumerate(parts):
        torch.manual_seed(seed_of_part(part))
        with autocast(batch.device, precision):
            loss = head.loss(encoder(batch), batch) / units
        loss.backward()  # type: ignore[no-untyped-call]
        total += loss.item()
    return total


def _through_vectors(
    encoder: Encoder,
    head: BatchHead,
    parts: Sequence[Batch],
    precision: Precision,
    seed_of_part: Callable[[int], int],
    units: int,
) -> float:
    """Gradient caching (Gao et al. 2021, arXiv 2101.06983): vectors of all parts without a graph, the gradient of the
    loss by these vectors, then each part once more, with the same dropout, to carry its share into the weights."""

    def vectors_of(part: int) -> Tensor:
        batch = parts[part]
        torch.manual_seed(seed_of_part(part))
        with autocast(batch.device, precision):
            return head.vectors(encoder(batch), batch)

    with torch.no_grad():
        vectors = [vectors_of(part) for part in range(len(parts))]
    vectors_SD = torch.cat(vectors).requires_grad_()
    counts_B = np.concatenate([batch.sequence_counts_B for batch in parts])
    loss = head.loss_of_vectors(vectors_SD, counts_B) / units
    loss.backward()  # type: ignore[no-untyped-call]
    assert vectors_SD.grad is not None
    first = 0
    for part, found_SD in enumerate(vectors):
        gradient_SD = vectors_SD.grad[first : first + len(found_SD)]
        vectors_of(part).backward(gradient_SD)  # type: ignore[no-untyped-call]
        first += len(found_SD)
    return loss.item()
