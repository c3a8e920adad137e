"""The schedule of a training phase: every decision about order, batches and learning rates, already made.

Shape suffixes: K batches (one optimiser step each), M items in order of processing, Q masked tokens.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from .batch import Masks
from .features import Features, check_range
from .files import Array, Arrays, offsets
from .heads import Head


@dataclass(frozen=True)
class Schedule:
    items_M: Array
    step_offsets_K1: Array
    step_task_K: Array
    learning_rate_K: Array
    masks: Masks | None

    @property
    def steps(self) -> int:
        return len(self.step_task_K)

    def places(self, step: int) -> Array:
        """Places in `items_M` of the items of a step (counted from 0)."""
        return np.arange(self.step_offsets_K1[step], self.step_offsets_K1[step + 1])

    def items_of(self, task: int) -> Array:
        """Items of a task in order of processing, as often as they are processed."""
        items: Array = self.items_M[np.repeat(self.step_task_K, np.diff(self.step_offsets_K1)) == task]
        return items


def load_schedule(path: str, features: Sequence[Features], heads: Sequence[Head], vocabulary: int) -> Schedule:
    """Reads a schedule and checks it against the tasks' features and heads, so that training cannot trip later."""
    source = Arrays(path)
    items_M = source.need("items", torch.int32).astype(np.int64)
    step_task_K = source.need("step_task", torch.int32)
    learning_rate_K = source.need("learning_rate", torch.float32)
    if len(step_task_K) != len(learning_rate_K) or len(step_task_K) == 0:
        raise source.bad(f"{len(step_task_K)} step_task entries for {len(learning_rate_K)} learning rates")
    if not np.isfinite(learning_rate_K).all():
        raise source.bad('"learning_rate" has entries that are not finite')
    check_range(source, "step_task", step_task_K, 0, len(features))
    step_offsets_K1 = offsets(source, "step_offsets", len(step_task_K), len(items_M), smallest=1)
    if step_offsets_K1 is None:
        raise source.bad('it has no tensor "step_offsets"')
    masks = load_masks(source, len(items_M), vocabulary)

    task_M = np.repeat(step_task_K, np.diff(step_offsets_K1))
    for task, (dataset, head) in enumerate(zip(features, heads, strict=True)):
        items = items_M[task_M == task]
        check_range(source, "items", items, 0, dataset.items)
        head.check_training(dataset, np.unique(items))
        if head.spec["type"] == "masked-lm" and masks is not None:
            check_masks(source, masks, np.flatnonzero(task_M == task), dataset.lengths_S[items])
        elif head.spec["type"] == "masked-lm" and len(items):
            raise source.bad('masked-lm steps need "mask_offsets"')
    return Schedule(items_M, step_offsets_K1, step_task_K, learning_rate_K, masks)


def load_masks(source: Arrays, places: int, vocabulary: int) -> Masks | None:
    """The masked tokens at so many places; none where the file masks nothing."""
    positions_Q = _masked(source).astype(np.int64)
    offsets_M1 = offsets(source, "mask_offsets", places, len(positions_Q), smallest=0)
    if offsets_M1 is None:
        return None
    masks = Masks(offsets_M1, positions_Q, source.need("mask_inputs", torch.int32))
    if len(masks.positions_Q) != len(masks.inputs_Q):
        raise source.bad('"mask_positions" and "mask_inputs" differ in length')
    check_range(source, "mask_inputs", masks.inputs_Q, 0, vocabulary)
    return masks


def _masked(source: Arrays) -> Array:
    positions = source.get("mask_positions", torch.int32)
    return np.zeros(0, np.int32) if positions is None else positions


def check_masks(source: Arrays, masks: Masks, places: Array, lengths: Array) -> None:
    """Fails unless the masked positions at these places lie inside sequences of these lengths."""
    limit_M = np.zeros(len(masks.offsets_M1) - 1, np.int64)
    limit_M[places] = lengths
    limit_Q = np.repeat(limit_M, np.diff(masks.offsets_M1))
    here_Q = limit_Q > 0
    wrong_Q = here_Q & ((masks.positions_Q < 0) | (masks.positions_Q >= limit_Q))
    if wrong_Q.any():
        raise source.bad(f'"mask_positions" entry {np.flatnonzero(wrong_Q)[0]} lies outside its sequence')
