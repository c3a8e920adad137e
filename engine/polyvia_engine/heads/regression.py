"""One number a sequence, mean squared error."""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import mse_loss

from ..batch import Batch, to_device
from ..contract import HeadSpec
from ..features import Features, check_one_sequence, item_array
from ..files import Array
from .classification import SequenceHead


class Regression(SequenceHead):
    def __init__(self, encoder: nn.Module, spec: HeadSpec) -> None:
        super().__init__(encoder, spec, 1)

    def check_training(self, features: Features, items: Array) -> None:
        check_one_sequence(features)
        values_N = item_array(features, "values", torch.float32)
        unknown = ~np.isfinite(values_N[items])
        if unknown.any():
            raise features.source.bad(f'"values" of item {items[np.flatnonzero(unknown)[0]]} is not a number')

    def loss(self, hidden_TD: Tensor, batch: Batch) -> Tensor:
        values_B = to_device(item_array(batch.features, "values", torch.float32)[batch.items_B], batch.device)
        return mse_loss(self(hidden_TD, batch).squeeze(-1), values_B, reduction="sum")

    def new_predictions(self, features: Features) -> dict[str, Array]:
        return {"values": np.zeros(features.items, np.float32)}

    def predict(
        self, hidden_TD: Tensor, batch: Batch, predictions: dict[str, Array], max_answer_tokens: int | None
    ) -> None:
        predictions["values"][batch.items_B] = self(hidden_TD, batch).squeeze(-1).cpu().numpy()
