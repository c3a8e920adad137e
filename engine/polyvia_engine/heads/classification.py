"""One class a sequence. Source: RobertaClassificationHead of transformers."""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from ..batch import Batch, to_device
from ..contract import HeadSpec
from ..features import Features, check_one_sequence, item_array
from ..files import Array
from .base import Head, head_dropout, known_labels


class SequenceHead(Head):
    """First token -> dropout -> dense -> tanh -> dropout -> linear."""

    def __init__(self, encoder: nn.Module, spec: HeadSpec, outputs: int) -> None:
        super().__init__(encoder, spec)
        self.dropout = nn.Dropout(head_dropout(encoder))
        self.dense = nn.Linear(self.width, self.width)
        self.out_proj = nn.Linear(self.width, outputs)

    def check_prediction(self, features: Features) -> None:
        check_one_sequence(features)

    def units(self, batch: Batch) -> int:
        return len(batch.items_B)

    def forward(self, hidden_TD: Tensor, batch: Batch) -> Tensor:
        first_BD = self.dropout(hidden_TD[batch.first_tokens_S()])
        logits: Tensor = self.out_proj(self.dropout(torch.tanh(self.dense(first_BD))))
        return logits.float()


class Classification(SequenceHead):
    def __init__(self, encoder: nn.Module, spec: HeadSpec) -> None:
        super().__init__(encoder, spec, spec["labels"])

    def check_training(self, features: Features, items: Array) -> None:
        check_one_sequence(features)
        labels_N = item_array(features, "labels", torch.int32)
        known_labels(features, "labels", items, labels_N, self.spec["labels"])

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
