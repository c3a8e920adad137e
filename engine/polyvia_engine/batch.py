"""Batches: which sequences are computed together, in which order, and where each of their tokens lies.

A batch is one row of tokens without padding, its sequences sorted by length (order changes no mean, and neighbours of
like length make cheap attention groups). Padding, where asked for, is a view of that row.

Shape suffixes: B items, S sequences in the order of the items, R the same in row order, T tokens, L padded length.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from .contract import Batching
from .features import Features
from .files import Array


@dataclass(frozen=True)
class Masks:
    """Masked tokens of each item in order of processing (schedule of contract.ts)."""

    offsets_M1: Array
    positions_Q: Array
    inputs_Q: Array


@dataclass(frozen=True)
class Batch:
    """Tokens of some items of one dataset, ready for an encoder. Index arrays lie on the computing device."""

    features: Features
    items_B: Array
    sequence_counts_B: Array
    lengths_S: Array
    starts_S: Array
    """First token of each sequence in the row"""
    lengths_R: Array
    ids_T: Tensor
    type_ids_T: Tensor | None
    positions_T: Tensor
    """Place of each token inside its sequence, from 0"""
    masked_Q: Tensor | None
    """masked-lm: row index of each masked token"""
    originals_Q: Tensor | None
    """masked-lm: what stood there"""

    @property
    def tokens(self) -> int:
        return len(self.ids_T)

    @property
    def device(self) -> torch.device:
        return self.ids_T.device

    def first_tokens_S(self) -> Tensor:
        return to_device(self.starts_S, self.device)

    def padded_SL(self) -> tuple[Tensor, Tensor]:
        """Row index of each token of each sequence [S, L], and which of them are real; the others point at token 0."""
        position_1L = np.arange(self.lengths_S.max())[None, :]
        real_SL = position_1L < self.lengths_S[:, None]
        index_SL = np.where(real_SL, self.starts_S[:, None] + position_1L, 0)
        return to_device(index_SL, self.device), to_device(real_SL, self.device)


def make_batch(
    features: Features, items_B: Array, device: torch.device, masks: Masks | None = None, places_B: Array | None = None
) -> Batch:
    """Gathers items into a row. `places_B` [B] are the items' places in the schedule, needed with `masks`."""
    counts_B = features.item_offsets_N1[items_B + 1] - features.item_offsets_N1[items_B]
    sequences_S = ranges(features.item_offsets_N1[items_B], counts_B)
    lengths_S = features.lengths_S[sequences_S]

    order_R = np.argsort(lengths_S, kind="stable")
    lengths_R = lengths_S[order_R]
    starts_R = np.cumsum(lengths_R) - lengths_R
    starts_S = np.empty_like(starts_R)
    starts_S[order_R] = starts_R

    tokens_T = ranges(features.sequence_offsets_S1[sequences_S[order_R]], lengths_R)
    ids_T = features.ids_T[tokens_T].astype(np.int64)
    type_ids_T = None if features.type_ids_T is None else features.type_ids_T[tokens_T].astype(np.int64)

    masked_Q = originals_Q = None
    if masks is not None and places_B is not None:
        masked_counts_B = masks.offsets_M1[places_B + 1] - masks.offsets_M1[places_B]
        chosen_Q = ranges(masks.offsets_M1[places_B], masked_counts_B)
        masked_Q = np.repeat(starts_S, masked_counts_B) + masks.positions_Q[chosen_Q]
        originals_Q = ids_T[masked_Q]
        ids_T[masked_Q] = masks.inputs_Q[chosen_Q]

    return Batch(
        features=features,
        items_B=items_B,
        sequence_counts_B=counts_B,
        lengths_S=lengths_S,
        starts_S=starts_S,
        lengths_R=lengths_R,
        ids_T=to_device(ids_T, device),
        type_ids_T=None if type_ids_T is None else to_device(type_ids_T, device),
        positions_T=to_device(ranges(np.zeros_like(lengths_R), lengths_R), device),
        masked_Q=None if masked_Q is None else to_device(masked_Q, device),
        originals_Q=None if originals_Q is None else to_device(originals_Q, device),
    )


def cut_by_tokens(features: Features, items_B: Array, max_tokens: int, batching: Batching) -> list[Array]:
    """Cuts a step into consecutive parts [ranges into `items_B`] of at most `max_tokens`; a longer item stands alone.

    Tokens are what is computed: with padding, sequences times the longest of the part.
    """
    parts: list[Array] = []
    counts_B = features.item_offsets_N1[items_B + 1] - features.item_offsets_N1[items_B]
    sizes = zip(
        features.item_tokens_N[items_B].tolist(),
        counts_B.tolist(),
        features.item_longest_N[items_B].tolist(),
        strict=True,
    )
    begin = tokens = sequences = longest = 0
    for place, (item_tokens, item_sequences, item_longest) in enumerate(sizes):
        tokens, sequences, longest = tokens + item_tokens, sequences + item_sequences, max(longest, item_longest)
        computed = sequences * longest if batching == "padded" else tokens
        if computed > max_tokens and place > begin:
            parts.append(np.arange(begin, place))
            begin, tokens, sequences, longest = place, item_tokens, item_sequences, item_longest
    parts.append(np.arange(begin, len(items_B)))
    return parts


def inference_batches(features: Features, max_tokens: int, batching: Batching) -> list[Array]:
    """All items once, those of like length together, longest first so that memory runs out at once or never."""
    if features.items == 0:
        return []
    order_N = np.argsort(-features.item_tokens_N, kind="stable")
    return [order_N[part] for part in cut_by_tokens(features, order_N, max_tokens, batching)]


def ranges(starts: Array, counts: Array) -> Array:
    """Concatenates start, start+1, ..., start+count-1 of each pair."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    values: Array = np.arange(total) + np.repeat(starts - (ends - counts), counts)
    return values


def to_device(array: Array, device: torch.device) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(array)).to(device, non_blocking=True)
