"""Sequence classifiers as transformers has them: encoder, pooling and head from one folder of a hub.

Shape suffixes: B items, of one sequence each; C labels.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from transformers import AutoModelForSequenceClassification

from .batch import Batch
from .checkpoint import own_memory
from .configuration import parsed_config, refusing
from .encoder import Encoder
from .errors import EngineError, bad_file
from .files import read_json
from .tensor_names import ends_in
from .weights import listed_names, stored_weights


@dataclass
class Classifier:
    """`encoder` is the one inside `model`, and says what can be read. Rows are padded: the heads of transformers take
    the first token of each row."""

    model: Any
    encoder: Encoder

    @property
    def labels(self) -> int:
        return int(self.model.config.num_labels)

    def to(self, device: torch.device) -> "Classifier":
        self.model.to(device)
        return self

    def __call__(self, batch: Batch) -> Tensor:
        """Logits [B, C]."""
        logits: Tensor = self.model(**self.encoder.padded_inputs(batch, *batch.padded_SL())).logits
        return logits.float()


def open_classifier(folder: str) -> Classifier:
    """The classifier of a folder in fp32, in evaluation mode. NO_HEAD where its weights are those of no classifier."""
    config, _ = parsed_config(read_json(Path(folder) / "config.json"), f'"{folder}"')
    model_class = AutoModelForSequenceClassification._model_mapping.get(type(config), None)
    if model_class is None:
        raise EngineError(
            "UNSUPPORTED_MODEL", f'Cannot open "{folder}": transformers has no "{config.model_type}" that classifies'
        )
    with refusing(f'Cannot open "{folder}"'), torch.device("meta"):
        rebuilt = {name for name, _ in model_class(config).named_buffers()}
    weights = stored_weights(folder)
    values = weights.read(name for name in weights.shapes if not ends_in(name, rebuilt))
    with refusing(f'Cannot open "{folder}"'):
        model, loading = model_class.from_pretrained(
            None,
            config=config,
            state_dict=values,
            dtype=torch.float32,
            output_loading_info=True,
            trust_remote_code=False,
        )
    missing = sorted(loading["missing_keys"])
    if missing:
        encoder = tuple(f"{model.base_model_prefix}.{name}" for name, _ in model.base_model.named_parameters())
        head = [name for name in missing if name not in encoder]
        if len(head) < len(missing):
            raise bad_file(folder, f"the encoder lacks {listed_names(missing)}")
        raise EngineError("NO_HEAD", f'"{folder}" holds no classifier: its weights lack {listed_names(head)}')
    own_memory(model)
    model.train(False)
    return Classifier(model, Encoder(model.base_model))
