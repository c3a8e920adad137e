"""One of an item's sequences. Source: XLMRobertaForMultipleChoice of transformers (pooler, dropout, one logit).

Shape suffixes: B items, C choices (the most of any item), S sequences, D width.
"""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from ..batch import Batch, ranges, to_device
from ..contract import HeadSpec
from ..features import Features, item_array
from ..files import Array
from .base import Head, config_of, head_dropout


class MultipleChoice(Head):
    def __init__(self, encoder: nn.Module, spec: HeadSpec) -> None:
        super().__init__(encoder, spec)
        self.dense = nn.Linear(self.width, self.width)
        dropout = getattr(config_of(encoder), "hidden_dropout_prob", None)
        self.dropout = nn.Dropout(head_dropout(encoder) if dropout is None else dropout)
        self.out_proj = nn.Linear(self.width, 1)

    def check_training(self, features: Features, items: Array) -> None:
        labels_N = item_array(features, "labels", torch.int32)
        wrong = (labels_N[items] < 0) | (labels_N[items] >= np.diff(features.item_offsets_N1)[items])
        if wrong.any():
            item = int(items[np.flatnonzero(wrong)[0]])
            raise features.source.bad(f'"labels" of item {item} is {labels_N[item]}, not one of its choices')

    def units(self, batch: Batch) -> int:
        return len(batch.items_B)

    def forward(self, hidden_TD: Tensor, batch: Batch) -> Tensor:
        """Logits [B, C], -inf where an item has no such choice."""
        pooled_SD = torch.tanh(self.dense(hidden_TD[batch.first_tokens_S()]))
        logits_S = self.out_proj(self.dropout(pooled_SD)).squeeze(-1).float()
        counts_B = batch.sequence_counts_B
        items_S = np.repeat(np.arange(len(counts_B)), counts_B)
        choices_S = ranges(np.zeros_like(counts_B), counts_B)
        logits_BC = logits_S.new_full((len(counts_B), int(counts_B.max())), -torch.inf)
        place_S = (to_device(items_S, batch.device), to_device(choices_S, batch.device))
        return torch.index_put(logits_BC, place_S, logits_S)

    def loss(self, hidden_TD: Tensor, batch: Batch) -> Tensor:
        labels_B = item_array(batch.features, "labels", torch.int32)[batch.items_B].astype(np.int64)
        return cross_entropy(self(hidden_TD, batch), to_device(labels_B, batch.device), reduction="sum")

    def new_predictions(self, features: Features) -> dict[str, Array]:
        return {"labels": np.zeros(features.items, np.int32), "scores": np.zeros(features.items, np.float32)}

    def predict(
        self, hidden_TD: Tensor, batch: Batch, predictions: dict[str, Array], max_answer_tokens: int | None
    ) -> None:
        scores_B, labels_B = self(hidden_TD, batch).softmax(-1).max(-1)
        predictions["labels"][batch.items_B] = labels_B.cpu().numpy()
        predictions["scores"][batch.items_B] = scores_B.cpu().numpy()
