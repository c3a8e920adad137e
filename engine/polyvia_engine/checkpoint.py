"""Checkpoint folders: Hugging Face layout plus our heads. Layout: end of contract.ts.

Head tensors are named `<task>/<parameter>` in heads.safetensors.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel
from transformers.utils import logging as transformers_logging

from .contract import Handover, HeadSpec, Json
from .encoder import Encoder
from .errors import EngineError, bad_file
from .files import opened, read_json, write_json, write_tensors
from .heads import Head, new_head

transformers_logging.set_verbosity_error()
transformers_logging.disable_progress_bar()


@dataclass
class Model:
    """An encoder with named heads. `config` is the configuration as found, before any override."""

    encoder: Encoder
    heads: dict[str, Head]
    config: Json

    def modules(self) -> Iterable[nn.Module]:
        return (self.encoder, *self.heads.values())

    def train(self, mode: bool) -> None:
        for module in self.modules():
            module.train(mode)

    def to(self, device: torch.device) -> "Model":
        for module in self.modules():
            module.to(device)
        return self

    def named_parameters(self) -> dict[str, nn.Parameter]:
        return {
            **{f"encoder/{name}": value for name, value in self.encoder.model.named_parameters()},
            **{
                f"heads/{task}/{name}": value
                for task, head in self.heads.items()
                for name, value in head.named_parameters()
            },
        }


def open_encoder(folder: str, dropout: float | None, seed: int) -> tuple[Encoder, Json, Handover]:
    """Opens the encoder of a checkpoint in fp32. `dropout` replaces every dropout of its configuration."""
    if not Path(folder).is_dir():
        raise bad_file(folder, "there is no such folder")
    written = read_json(Path(folder) / "config.json")
    try:
        config = AutoConfig.from_pretrained(folder, local_files_only=True)
        model_class = AutoModel._model_mapping[type(config)]
    except (KeyError, ValueError, OSError) as error:
        raise EngineError("UNSUPPORTED_MODEL", f'Cannot open "{folder}": {_short(error)}') from error
    if dropout is not None:
        override_dropout(config, dropout)
    for file in sorted(Path(folder).glob("*.safetensors")):
        with opened(file):
            pass  # a damaged file has a better message here than inside transformers
    torch.manual_seed(seed)
    try:
        model, loading = model_class.from_pretrained(
            folder,
            config=config,
            dtype=torch.float32,
            output_loading_info=True,
            local_files_only=True,
            **_without_pooler(model_class),
        )
    except (OSError, ValueError, RuntimeError) as error:
        if isinstance(error, torch.OutOfMemoryError):
            raise
        raise bad_file(folder, _short(error)) from error
    missing = sorted(loading["missing_keys"])
    if missing:
        raise bad_file(folder, f"the encoder lacks {len(missing)} tensors, first {missing[0]}")
    own_memory(model)
    loaded = sorted(f"encoder.{name}" for name, _ in model.named_parameters())
    return Encoder(model), written, Handover(loaded=loaded, created=[], dropped=sorted(loading["unexpected_keys"]))


def new_encoder(config: Json, seed: int) -> tuple[Encoder, Json]:
    """An encoder with random weights, without a pooler."""
    try:
        settings = dict(config)
        parsed = AutoConfig.for_model(settings.pop("model_type"), **settings)
        model_class = AutoModel._model_mapping[type(parsed)]
        torch.manual_seed(seed)
        model = model_class(parsed, **_without_pooler(model_class))
    except (KeyError, ValueError, TypeError) as error:
        raise EngineError("UNSUPPORTED_MODEL", f"Cannot build an encoder: {_short(error)}") from error
    return Encoder(model), parsed.to_dict()


def load_for_training(
    folder: str, tasks: Sequence[tuple[str, HeadSpec]], dropout: float | None, seed: int
) -> tuple[Model, Handover]:
    """The encoder and a new head a task; a masked-LM head is taken over where the checkpoint has one."""
    encoder, config, handover = open_encoder(folder, dropout, seed)
    heads: dict[str, Head] = {}
    for index, (task, spec) in enumerate(tasks):
        head = new_head(encoder, spec)
        initialize_head(head, encoder, counter_seed(seed, "head", index))
        taken = _stored_masked_lm(folder) if spec["type"] == "masked-lm" else {}
        if taken:
            _fill(head, {name: tensor for name, (_, tensor) in taken.items()}, folder)
            handover["dropped"] = [name for name in handover["dropped"] if name not in {k for k, _ in taken.values()}]
        handover["loaded" if taken else "created"] += [f"heads.{task}.{name}" for name, _ in head.named_parameters()]
        heads[task] = head
    return Model(encoder, heads, config), handover


def load_for_inference(folder: str) -> Model:
    """The encoder and every head stored with it."""
    encoder, config, _ = open_encoder(folder, None, seed=0)
    heads: dict[str, Head] = {}
    for task, spec in _stored_heads(folder).items():
        head = new_head(encoder, spec)
        with opened(Path(folder) / "heads.safetensors") as file:
            stored = {name: file.get_tensor(f"{task}/{name}") for name in head.state_dict()}
        _fill(head, stored, folder)
        heads[task] = head
    model = Model(encoder, heads, config)
    model.train(False)
    return model


def write_checkpoint(folder: str, model: Model, parameters: Mapping[str, Tensor] | None = None) -> None:
    """Writes the model, or the same model with other `parameters` (named as in `Model.named_parameters`)."""
    parameters = parameters or model.named_parameters()
    output = Path(folder)
    # Buffers of these encoders are rebuilt from the configuration, so parameters are all there is.
    write_tensors(output / "model.safetensors", _under("encoder/", parameters))
    write_tensors(output / "heads.safetensors", _under("heads/", parameters))
    write_json(output / "heads.json", {task: head.spec for task, head in model.heads.items()})
    architecture = type(model.encoder.model).__name__
    written = {key: value for key, value in model.config.items() if key != "torch_dtype"}
    write_json(output / "config.json", {**written, "architectures": [architecture], "dtype": "float32"})


def initialize_head(head: Head, encoder: Encoder, seed: int) -> None:
    """Normal weights with the encoder's own spread, zero biases, norms at identity."""
    generator = torch.Generator().manual_seed(seed)
    spread = float(getattr(encoder.config, "initializer_range", 0.02))
    for module in head.modules():
        if isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, std=spread, generator=generator)
            nn.init.zeros_(module.bias)


def counter_seed(*counters: int | str) -> int:
    """A seed from a place in the computation, so that no random state needs to be kept."""
    return int.from_bytes(hashlib.sha256("/".join(map(str, counters)).encode()).digest()[:8], "little")


def override_dropout(config: Any, dropout: float) -> None:
    for name, value in config.to_dict().items():
        if "dropout" in name and isinstance(value, int | float) and not isinstance(value, bool):
            setattr(config, name, dropout)


def own_memory(model: nn.Module) -> None:
    """Copies weights out of the mapped file: into aligned memory (same bits every run), safe from changes on disk."""
    for parameter in model.parameters():
        parameter.data = parameter.data.clone(memory_format=torch.contiguous_format)


def _stored_heads(folder: str) -> dict[str, HeadSpec]:
    path = Path(folder) / "heads.json"
    heads: dict[str, HeadSpec] = read_json(path) if path.is_file() else {}
    return heads


_HUGGING_FACE_MASKED_LM: tuple[dict[str, str], ...] = (
    {  # RoBERTa, XLM-R
        "dense.weight": "lm_head.dense.weight",
        "dense.bias": "lm_head.dense.bias",
        "layer_norm.weight": "lm_head.layer_norm.weight",
        "layer_norm.bias": "lm_head.layer_norm.bias",
        "bias": "lm_head.bias",
    },
    {  # BERT
        "dense.weight": "cls.predictions.transform.dense.weight",
        "dense.bias": "cls.predictions.transform.dense.bias",
        "layer_norm.weight": "cls.predictions.transform.LayerNorm.weight",
        "layer_norm.bias": "cls.predictions.transform.LayerNorm.bias",
        "bias": "cls.predictions.bias",
    },
)


def _stored_masked_lm(folder: str) -> dict[str, tuple[str, Tensor]]:
    """A masked-LM head of the checkpoint, ours or Hugging Face's: our parameter -> (its name there, tensor)."""
    for task, spec in _stored_heads(folder).items():
        if spec["type"] == "masked-lm":
            with opened(Path(folder) / "heads.safetensors") as file:
                names = [name for name in file.keys() if name.startswith(f"{task}/")]  # noqa: SIM118
                return {name.removeprefix(f"{task}/"): (name, file.get_tensor(name)) for name in names}
    for path in sorted(Path(folder).glob("model*.safetensors")):
        with opened(path) as file:
            there = set(file.keys())
            for theirs_of in _HUGGING_FACE_MASKED_LM:
                if there.issuperset(theirs_of.values()):
                    return {ours: (theirs, file.get_tensor(theirs)) for ours, theirs in theirs_of.items()}
    return {}


def _fill(head: Head, tensors: Mapping[str, Tensor], folder: str) -> None:
    try:
        head.load_state_dict(dict(tensors))
    except RuntimeError as error:
        raise bad_file(folder, f'the "{head.spec["type"]}" head does not fit: {_short(error)}') from error


def _under(prefix: str, parameters: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): value for name, value in parameters.items() if name.startswith(prefix)}


def _without_pooler(model_class: Any) -> dict[str, bool]:
    takes = model_class.__init__.__code__.co_varnames
    return {"add_pooling_layer": False} if "add_pooling_layer" in takes else {}


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:300]
