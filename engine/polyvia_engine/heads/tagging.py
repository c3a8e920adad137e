"""One label a marked token. Source: XLMRobertaForTokenClassification of transformers.

Shape suffixes: P marked tokens of the dataset, Q those of the batch, T tokens of the row, D width.
"""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from ..batch import Batch, ranges, to_device
from ..contract import HeadSpec
from ..features import Features, check_one_sequence, check_range
from ..files import Array, offsets
from .base import Head, head_dropout


class Tagging(Head):
    def __init__(self, encoder: nn.Module, spec: HeadSpec) -> None:
        super().__init__(encoder, spec)
        self.dropout = nn.Dropout(head_dropout(encoder))
        self.out_proj = nn.Linear(self.width, spec["labels"])

    def check_training(self, features: Features, items: Array) -> None:
        self.check_prediction(features)
        labels_P = features.source.need("tag_labels", torch.int32)
        if len(labels_P) != len(features.source.need("tag_positions", torch.int32)):
            raise features.source.bad('"tag_labels" and "tag_positions" differ in length')
        check_range(features.source, "tag_labels", labels_P, -1, self.spec["labels"])

    def check_prediction(self, features: Features) -> None:
        check_one_sequence(features)
        source = features.source
        positions_P = source.need("tag_positions", torch.int32)
        offsets_N1 = offsets(source, "tag_offsets", features.items, len(positions_P), smallest=0)
        if offsets_N1 is None:
            raise source.bad('it has no tensor "tag_offsets"')
        lengths_P = np.repeat(features.lengths_S, np.diff(offsets_N1))
        wrong_P = (positions_P < 0) | (positions_P >= lengths_P)
        if wrong_P.any():
            raise source.bad(f'"tag_positions" entry {np.flatnonzero(wrong_P)[0]} lies outside its sequence')

    def units(self, batch: Batch) -> int:
        labels_P = batch.features.source.need("tag_labels", torch.int32)
        return int((labels_P[marked_tokens(batch)[0]] >= 0).sum())

    def forward(self, hidden_QD: Tensor) -> Tensor:
        logits: Tensor = self.out_proj(self.dropout(hidden_QD))
        return logits.float()

    def loss(self, hidden_TD: Tensor, batch: Batch) -> Tensor:
        marked_Q, row_Q = marked_tokens(batch)
        labels_Q = batch.features.source.need("tag_labels", torch.int32)[marked_Q].astype(np.int64)
        known_Q = labels_Q >= 0
        hidden_QD = hidden_TD[to_device(row_Q[known_Q], batch.device)]
        return cross_entropy(self(hidden_QD), to_device(labels_Q[known_Q], batch.device), reduction="sum")

    def new_predictions(self, features: Features) -> dict[str, Array]:
        return {"tag_labels": np.zeros(len(features.source.need("tag_positions", torch.int32)), np.int32)}

    def predict(
        self, hidden_TD: Tensor, batch: Batch, predictions: dict[str, Array], max_answer_tokens: int | None
    ) -> None:
        marked_Q, row_Q = marked_tokens(batch)
        labels_Q = self(hidden_TD[to_device(row_Q, batch.device)]).argmax(-1)
        predictions["tag_labels"][marked_Q] = labels_Q.cpu().numpy()


def marked_tokens(batch: Batch) -> tuple[Array, Array]:
    """Of the marked tokens of the batch: their places in the tag arrays, and in the row."""
    source = batch.features.source
    offsets_N1 = source.need("tag_offsets", torch.int32)
    counts_B = offsets_N1[batch.items_B + 1] - offsets_N1[batch.items_B]
    marked_Q = ranges(offsets_N1[batch.items_B], counts_B)
    row_Q = np.repeat(batch.starts_S, counts_B) + source.need("tag_positions", torch.int32)[marked_Q]
    return marked_Q, row_Q
