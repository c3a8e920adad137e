"""What every head offers. The rest of the package never asks which head it has.

Shape suffixes: T tokens of the row, D width, B items, S sequences, N items of the dataset, P tagged positions.
"""

from abc import abstractmethod
from typing import Any

import numpy as np
from torch import Tensor, nn

from ..batch import Batch
from ..contract import HeadSpec
from ..errors import EngineError
from ..features import Features
from ..files import Array


class Head(nn.Module):
    """A small network on top of the encoder's last layer; see `Head` of contract.ts for each form."""

    tied = False
    """Whether it computes with every row of the word embedding."""

    def __init__(self, encoder: nn.Module, spec: HeadSpec) -> None:
        super().__init__()
        self.spec = spec
        self.width: int = config_of(encoder).hidden_size

    @abstractmethod
    def check_training(self, features: Features, items: Array) -> None:
        """Fails unless all these items carry labels this head can learn."""

    def check_prediction(self, features: Features) -> None:
        """Fails unless the features carry what a prediction needs."""

    @abstractmethod
    def units(self, batch: Batch) -> int:
        """What the loss of a step is the mean of."""

    @abstractmethod
    def loss(self, hidden_TD: Tensor, batch: Batch) -> Tensor:
        """Sum of the losses of the batch's units, fp32."""

    def new_predictions(self, features: Features) -> dict[str, Array]:
        """Empty predictions of a dataset, to be filled batch by batch."""
        raise no_predictions(self.spec)

    def predict(
        self, hidden_TD: Tensor, batch: Batch, predictions: dict[str, Array], max_answer_tokens: int | None
    ) -> None:
        """Writes the predictions of the batch's items."""
        raise no_predictions(self.spec)


class BatchHead(Head):
    """A head whose loss compares the items of a batch with one another, through one vector a sequence: the loss of a
    batch is not the sum of the losses of its parts."""

    @abstractmethod
    def vectors(self, hidden_TD: Tensor, batch: Batch) -> Tensor:
        """[S, D] in the order of the items' sequences, fp32."""

    @abstractmethod
    def loss_of_vectors(self, vectors_SD: Tensor, sequence_counts_B: Array) -> Tensor:
        """Sum of the losses of the units of a whole batch, fp32."""

    def loss(self, hidden_TD: Tensor, batch: Batch) -> Tensor:
        return self.loss_of_vectors(self.vectors(hidden_TD, batch), batch.sequence_counts_B)


def no_predictions(spec: HeadSpec) -> EngineError:
    return EngineError("BAD_REQUEST", f'A "{spec["type"]}" head makes no predictions')


def config_of(encoder: nn.Module) -> Any:
    return encoder.config


def head_dropout(encoder: nn.Module) -> float:
    """Dropout in front of a head: the classifier's own, else that of hidden states (as transformers chooses)."""
    config = config_of(encoder)
    for name in ("classifier_dropout", "classifier_dropout_prob", "hidden_dropout_prob", "dropout"):
        value = getattr(config, name, None)
        if value is not None:
            return float(value)
    return 0.0


def known_labels(features: Features, name: str, items: Array, labels_N: Array, count: int) -> None:
    """Fails unless each of these items has a label in 0..count-1."""
    labels = labels_N[items]
    wrong = (labels < 0) | (labels >= count)
    if wrong.any():
        item = int(items[np.flatnonzero(wrong)[0]])
        raise features.source.bad(f'"{name}" of item {item} is {labels_N[item]}, not in 0..{count - 1}')
