"""What the worker knows of each encoder that transformers has, for those who plan without a worker.

`src/catalog/architectures.json` is what this prints; a test compares them.
"""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypedDict

import numpy as np
import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel
from transformers.models.auto.modeling_auto import MODEL_FOR_MASKED_LM_MAPPING_NAMES

from .batch import Batch, make_batch
from .contract import Batching
from .encoder import Encoder
from .features import load_features
from .files import write_arrays

SIZES = ("hidden_size", "intermediate_size", "max_position_embeddings", "num_hidden_layers", "vocab_size")
"""Fields that a plan reads of a configuration: an encoder that lacks one cannot be planned."""


class Architecture(TypedDict):
    packs: bool
    positionsAfterPadding: bool


def architectures() -> dict[str, Architecture]:
    """`model_type` -> whether it takes packed rows, and counts positions from one past the padding id. Encoders are
    those with a masked-LM head in transformers."""
    found = {name: architecture(name) for name in sorted(MODEL_FOR_MASKED_LM_MAPPING_NAMES)}
    return {name: known for name, known in found.items() if known is not None}


def architecture(model_type: str) -> Architecture | None:
    """None for a model that no plan could describe, or that wants more than tokens. Packing is tried out on a small
    encoder of the type."""
    config: Any = AutoConfig.for_model(model_type)
    if any(not isinstance(config.to_dict().get(size), int) for size in SIZES):
        return None
    # Two layers: some encoders alternate between global and local attention.
    for name, value in {"num_hidden_layers": 2, "vocab_size": 64, "pad_token_id": 1}.items():
        setattr(config, name, value)
    torch.manual_seed(0)
    encoder = Encoder(AutoModel.from_config(config)).eval()
    if not isinstance(encoder.get_input_embeddings(), nn.Embedding):  # quantised
        return None
    batch = mixed_batch(encoder)
    padded = vectors(encoder, batch, "padded")
    packed = vectors(encoder, batch, "packed") if encoder.packs else None
    if padded is None:
        return None
    return Architecture(
        packs=packed is not None and torch.allclose(packed, padded, atol=1e-4),
        positionsAfterPadding=encoder.first_position > 0,
    )


def mixed_batch(encoder: Encoder) -> Batch:
    """Sequences of 3, 200 and 9 tokens."""
    lengths = np.array([3, 200, 9])
    arrays = {
        "ids": np.random.default_rng(0).integers(4, 64, int(lengths.sum()), dtype=np.int32),
        "sequence_offsets": np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32),
    }
    with TemporaryDirectory() as folder:
        write_arrays(Path(folder) / "features.safetensors", arrays)
        features = load_features(f"{folder}/features.safetensors", encoder.limits())
    return make_batch(features, np.arange(len(lengths)), torch.device("cpu"))


def vectors(encoder: Encoder, batch: Batch, batching: Batching) -> Tensor | None:
    """Last layer; None where the encoder cannot read such a batch."""
    encoder.set_batching(batching)
    try:
        with torch.inference_mode():
            hidden: Tensor = encoder(batch)
            return hidden
    except (RuntimeError, ValueError):  # keys shared by heads, a language that must be named
        return None


def architectures_json() -> str:
    return json.dumps(architectures(), indent=2) + "\n"
