"""Features of one dataset, checked once so that no later index can be wrong.

Shape suffixes: N items, S sequences, T tokens of all sequences, P tagged positions.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch

from .files import Array, Arrays, offsets


@dataclass(frozen=True)
class Limits:
    """What an encoder can read."""

    vocabulary: int
    token_types: int
    sequence_tokens: int


@dataclass(frozen=True)
class Features:
    """`Features` of contract.ts in memory; `item_offsets_N1` is always there (one sequence an item unless choices)."""

    source: Arrays
    ids_T: Array
    type_ids_T: Array | None
    sequence_offsets_S1: Array
    item_offsets_N1: Array

    @property
    def items(self) -> int:
        return len(self.item_offsets_N1) - 1

    @cached_property
    def lengths_S(self) -> Array:
        return np.diff(self.sequence_offsets_S1)

    @cached_property
    def item_tokens_N(self) -> Array:
        """Tokens of each item, all its sequences together."""
        return np.diff(self.sequence_offsets_S1[self.item_offsets_N1])

    @cached_property
    def item_longest_N(self) -> Array:
        """Tokens of the longest sequence of each item."""
        longest: Array = np.maximum.reduceat(self.lengths_S, self.item_offsets_N1[:-1])
        return longest


def load_features(path: str, limits: Limits) -> Features:
    source = Arrays(path)
    ids_T = source.need("ids", torch.int32)
    type_ids_T = source.get("type_ids", torch.uint8)
    sequence_offsets_S1 = offsets(source, "sequence_offsets", None, len(ids_T), smallest=1)
    if sequence_offsets_S1 is None:
        raise source.bad('it has no tensor "sequence_offsets"')
    sequences = len(sequence_offsets_S1) - 1
    item_offsets_N1 = offsets(source, "item_offsets", None, sequences, smallest=1)
    if item_offsets_N1 is None:
        item_offsets_N1 = np.arange(sequences + 1)

    features = Features(source, ids_T, type_ids_T, sequence_offsets_S1, item_offsets_N1)
    check_range(source, "ids", ids_T, 0, limits.vocabulary)
    if type_ids_T is not None:
        if len(type_ids_T) != len(ids_T):
            raise source.bad(f'"type_ids" has {len(type_ids_T)} entries for {len(ids_T)} tokens')
        check_range(source, "type_ids", type_ids_T, 0, limits.token_types)
    if sequences and features.lengths_S.max() > limits.sequence_tokens:
        longest = int(features.lengths_S.argmax())
        raise source.bad(
            f"sequence {longest} has {features.lengths_S[longest]} tokens; the encoder reads {limits.sequence_tokens}"
        )
    return features


def check_range(source: Arrays, name: str, values: Array, low: int, high: int) -> None:
    """Fails unless low <= values < high."""
    wrong = (values < low) | (values >= high)
    if wrong.any():
        where = int(np.flatnonzero(wrong)[0])
        raise source.bad(f'"{name}" entry {where} is {values.flat[where]}, not in {low}..{high - 1}')


def item_array(features: Features, name: str, dtype: torch.dtype, rank: int = 1) -> Array:
    """A tensor with one row an item, which a head needs."""
    array = features.source.need(name, dtype, rank)
    if len(array) != features.items:
        raise features.source.bad(f'"{name}" has {len(array)} rows for {features.items} items')
    return array


def check_inside(features: Features, name: str, first_N: Array, last_N: Array) -> None:
    """Fails unless 0 <= first <= last < length of each item's only sequence."""
    check_one_sequence(features)
    wrong_N = (first_N < 0) | (last_N < first_N) | (last_N >= features.lengths_S)
    if wrong_N.any():
        item = int(np.flatnonzero(wrong_N)[0])
        raise features.source.bad(
            f'"{name}" of item {item} covers tokens {first_N[item]}..{last_N[item]}'
            f" of a sequence with {features.lengths_S[item]}"
        )


def check_one_sequence(features: Features) -> None:
    if len(features.item_offsets_N1) != len(features.sequence_offsets_S1):
        raise features.source.bad("this use takes items of one sequence each, not of several")
