"""A sentence encoder: the query's own passage among all passages of the batch.

Source: the retrieval baseline of XTREME-R (google-research/xtreme, third_party/bert.py: unit vectors, product times a
learned scale that starts at 100 and is neither a logarithm nor clamped, cross-entropy over the batch), with hard
negatives as in Henderson et al. 2017 and sentence-transformers' MultipleNegativesRankingLoss. That baseline pools
through the dense layer and tanh of BERT's pooler; here the last layer is pooled itself, which is what `embed` gives.

Two items of a batch may hold the same passage: the copy then counts as wrong, as it does there.

Shape suffixes: T tokens of the row, D width, B items, S sequences, P passages.
"""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, normalize

from ..batch import Batch, to_device
from ..contract import HeadSpec
from ..errors import EngineError
from ..features import Features
from ..files import Array
from ..pooling import pool
from .base import BatchHead


class DualEncoder(BatchHead):
    """Sequences of an item: query, right passage, then hard negatives."""

    def __init__(self, encoder: nn.Module, spec: HeadSpec) -> None:
        super().__init__(encoder, spec)
        scale = torch.tensor([spec["scale"]], dtype=torch.float32)
        self.scale: Tensor
        if spec["learnScale"]:
            self.scale = nn.Parameter(scale)
        else:
            self.register_buffer("scale", scale, persistent=False)

    def check_training(self, features: Features, items: Array) -> None:
        counts = np.diff(features.item_offsets_N1)[items]
        if (counts < 2).any():
            item = int(items[np.flatnonzero(counts < 2)[0]])
            raise features.source.bad(f"item {item} has one sequence; a dual encoder needs a query and its passage")

    def check_prediction(self, features: Features) -> None:
        raise EngineError(
            "BAD_REQUEST",
            'A "dual-encoder" head predicts nothing: leave "development" out, and take its vectors with "embed"',
        )

    def units(self, batch: Batch) -> int:
        return len(batch.items_B)

    def vectors(self, hidden_TD: Tensor, batch: Batch) -> Tensor:
        return normalize(pool(hidden_TD, batch, self.spec["pooling"]), dim=1)

    def loss_of_vectors(self, vectors_SD: Tensor, sequence_counts_B: Array) -> Tensor:
        first_B = np.cumsum(sequence_counts_B) - sequence_counts_B
        is_passage_S = np.ones(len(vectors_SD), bool)
        is_passage_S[first_B] = False
        query_BD = vectors_SD[to_device(first_B, vectors_SD.device)]
        passage_PD = vectors_SD[to_device(np.flatnonzero(is_passage_S), vectors_SD.device)]
        right_B = to_device(first_B - np.arange(len(first_B)), vectors_SD.device)
        with torch.autocast(vectors_SD.device.type, enabled=False):
            return cross_entropy(query_BD @ passage_PD.T * self.scale, right_B, reduction="sum")
