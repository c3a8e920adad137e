"""The last model used for inference, kept so that fifteen languages of one checkpoint load it once."""

import torch

from .checkpoint import Model, load_for_inference, masked_lm_head
from .contract import Batching
from .files import stamps
from .heads import MaskedLm


class ModelCache:
    def __init__(self) -> None:
        self._key: tuple[object, ...] | None = None
        self._model: Model | None = None
        self._masked_lm: tuple[object, MaskedLm] | None = None

    def get(self, checkpoint: str, device: torch.device, batching: Batching) -> Model:
        """The model of a checkpoint folder, in evaluation mode; read anew when a file there has changed."""
        key = (checkpoint, device, stamps(checkpoint))
        if self._model is None or key != self._key:
            self.clear()
            model = load_for_inference(checkpoint).to(device)
            self._key, self._model = key, model
        self._model.encoder.set_batching(batching)
        return self._model

    def masked_lm_head(self, checkpoint: str) -> MaskedLm:
        """The masked-LM head of a checkpoint folder, on the encoder that `get` gave last."""
        assert self._model is not None
        key = (checkpoint, stamps(checkpoint))
        if self._masked_lm is None or key != self._masked_lm[0]:
            self._masked_lm = (key, masked_lm_head(checkpoint, self._model.encoder))
        return self._masked_lm[1]

    def clear(self) -> None:
        self._key = self._model = self._masked_lm = None
