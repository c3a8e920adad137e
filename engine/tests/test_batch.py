"""Cutting and gathering of batches."""

import time
from typing import Any

import numpy as np
import pytest
import torch

from polyvia_engine.batch import cut_by_tokens, inference_batches, make_batch, ranges
from polyvia_engine.features import Features


def features_of(lengths: list[int], items: list[int] | None = None) -> Features:
    ends = np.concatenate([[0], np.cumsum(lengths)])
    item_ends = np.arange(len(lengths) + 1) if items is None else np.concatenate([[0], np.cumsum(items)])
    return Features(None, np.arange(ends[-1], dtype=np.int32), None, ends, item_ends)  # type: ignore[arg-type]


def listed(parts: list[Any]) -> list[list[int]]:
    return [part.tolist() for part in parts]


def test_ranges() -> None:
    assert ranges(np.array([5, 0, 9]), np.array([2, 0, 3])).tolist() == [5, 6, 9, 10, 11]
    assert ranges(np.zeros(0, int), np.zeros(0, int)).tolist() == []


@pytest.mark.parametrize(
    ("batching", "parts"),
    [("packed", [[0, 1, 2], [3], [4, 5]]), ("padded", [[0, 1], [2], [3], [4, 5]])],
)
def test_cut_by_tokens_counts_what_is_computed(batching: Any, parts: list[list[int]]) -> None:
    """10 tokens a part; the item of 12 stands alone."""
    features = features_of([2, 3, 5, 12, 4, 5])
    assert listed(cut_by_tokens(features, np.arange(6), 10, batching)) == parts


def test_cut_by_tokens_keeps_the_choices_of_an_item_together() -> None:
    features = features_of([2, 2, 3, 3, 4, 4], items=[2, 2, 2])
    assert listed(cut_by_tokens(features, np.arange(3), 10, "packed")) == [[0, 1], [2]]


def test_inference_takes_every_item_once_longest_first() -> None:
    features = features_of([3, 9, 4, 9, 1])
    assert listed(inference_batches(features, 13, "packed")) == [[1], [3, 2], [0, 4]]


def test_row_is_sorted_by_length_and_starts_follow() -> None:
    """Tokens are their own number: item 1 is tokens 3..11, item 2 is 12..15."""
    batch = make_batch(features_of([3, 9, 4]), np.array([1, 2]), torch.device("cpu"))
    assert batch.ids_T.tolist() == [*range(12, 16), *range(3, 12)]
    assert batch.starts_S.tolist() == [4, 0]
    assert batch.positions_T.tolist() == [*range(4), *range(9)]
    index_SL, real_SL = batch.padded_SL()
    assert batch.ids_T[index_SL][1, :4].tolist() == [*range(12, 16)]
    assert real_SL.sum(1).tolist() == [9, 4]


def test_a_million_items_are_cut_in_seconds() -> None:
    lengths = np.random.default_rng(0).integers(3, 40, 1_000_000)
    ends = np.concatenate([[0], np.cumsum(lengths)])
    features = Features(None, None, None, ends, np.arange(len(lengths) + 1))  # type: ignore[arg-type]
    began = time.process_time()
    parts = inference_batches(features, 8192, "packed")
    assert time.process_time() - began < 10
    assert sum(map(len, parts)) == 1_000_000
