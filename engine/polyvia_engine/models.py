"""The last model used for inference, kept so that fifteen languages of one checkpoint load it once."""

from collections.abc import Callable
from typing import TypeVar, cast

import torch

from .checkpoint import Model, load_for_inference, masked_lm_head
from .classifier import Classifier, open_classifier
from .contract import Batching
from .files import stamps
from .heads import MaskedLm

Opened = TypeVar("Opened", Model, Classifier)


class ModelCache:
    def __init__(self) -> None:
        self._key: tuple[object, ...] | None = None
        self._opened: Model | Classifier | None = None
        self._masked_lm: tuple[object, MaskedLm] | None = None

    def get(self, checkpoint: str, device: torch.device, batching: Batching) -> Model:
        """The model of a checkpoint folder, in evaluation mode; read anew when a file there has changed."""
        model = self._last(load_for_inference, checkpoint, device)
        model.encoder.set_batching(batching)
        return model

    def classifier(self, checkpoint: str, device: torch.device) -> Classifier:
        """The same for a sequence classifier of transformers."""
        return self._last(open_classifier, checkpoint, device)

    def masked_lm_head(self, checkpoint: str) -> MaskedLm:
        """The masked-LM head of a checkpoint folder, on the encoder that `get` gave last."""
        assert self._opened is not None
        key = (checkpoint, stamps(checkpoint))
        if self._masked_lm is None or key != self._masked_lm[0]:
            self._masked_lm = (key, masked_lm_head(checkpoint, self._opened.encoder))
        return self._masked_lm[1]

    def clear(self) -> None:
        self._key = self._opened = self._masked_lm = None

    def _last(self, opening: Callable[[str], Opened], checkpoint: str, device: torch.device) -> Opened:
        key = (opening, checkpoint, device, stamps(checkpoint))
        if key != self._key:
            self.clear()
            self._key, self._opened = key, opening(checkpoint).to(device)
        return cast(Opened, self._opened)
