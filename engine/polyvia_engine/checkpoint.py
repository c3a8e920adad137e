"""Checkpoint folders: Hugging Face layout plus our heads. Layout: end of contract.ts.

Head tensors are named `<task>/<parameter>` in heads.safetensors.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from torch import Tensor, nn
from transformers.utils import logging as transformers_logging

from .configuration import parsed_config, refusing, short
from .contract import Handover, HeadSpec, Json, request_schemas
from .encoder import Encoder
from .errors import EngineError, bad_file
from .files import read_json, write_json, write_tensors
from .heads import Head, MaskedLm, new_head
from .tensor_names import encoder_tensors, ends_in, masked_lm_tensors
from .weights import INDEX_FILE, WHOLE_FILE, Weights, listed_names, not_finite, shard_name, stored_weights

transformers_logging.set_verbosity_error()
transformers_logging.disable_progress_bar()


@dataclass
class Model:
    """An encoder with named heads. `config` is the configuration as found, before any override."""

    encoder: Encoder
    heads: dict[str, Head]
    config: Json

    def head(self, task: str, folder: str) -> Head:
        """NO_HEAD where the checkpoint, which is that of `folder`, has none of this name."""
        if task not in self.heads:
            raise EngineError(
                "NO_HEAD", f'Checkpoint "{folder}" has no head "{task}"; it has ' + (", ".join(self.heads) or "none")
            )
        return self.heads[task]

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


def open_encoder(folder: str, weights: Weights, dropout: float | None, seed: int) -> tuple[Encoder, Json, Handover]:
    """Opens the encoder of a checkpoint in fp32. `dropout` replaces every dropout of its configuration. Its weights may
    be mapped to the file (changes of them stay here): `own_memory` before anything is computed with them."""
    written = read_json(Path(folder) / "config.json")
    config, model_class = parsed_config(written, f'"{folder}"')
    if dropout is not None:
        override_dropout(config, dropout)
    # Without memory, to compare names and shapes before anything large is made.
    with refusing(f'Cannot open "{folder}"'), torch.device("meta"):
        skeleton = model_class(config, **_without_pooler(model_class))
    expected = {name: tuple(parameter.shape) for name, parameter in skeleton.named_parameters()}
    rebuilt = {name for name, _ in skeleton.named_buffers()}
    stored = {name: shape for name, shape in weights.shapes.items() if not ends_in(name, rebuilt)}
    found = encoder_tensors(folder, stored, expected)
    values = weights.read(found.values())
    torch.manual_seed(seed)
    with refusing(f'Cannot open "{folder}"'):
        model, loading = model_class.from_pretrained(
            None,
            config=config,
            state_dict={name: values[stored] for name, stored in found.items()},
            dtype=torch.float32,
            output_loading_info=True,
            trust_remote_code=False,
            **_without_pooler(model_class),
        )
    missing = sorted(loading["missing_keys"])
    if missing:
        raise bad_file(
            folder,
            f"the encoder lacks {len(missing)} of its {len(expected)} tensors: {listed_names(missing)};"
            f" the weights hold {listed_names(sorted(stored))}",
        )
    used = {name for ours, name in found.items() if ours not in loading["unexpected_keys"]}
    loaded = sorted(f"encoder.{name}" for name, _ in model.named_parameters())
    dropped = sorted(set(stored) - used)
    return Encoder(model), written, Handover(loaded=loaded, created=[], dropped=dropped)


def new_encoder(config: Json, seed: int) -> tuple[Encoder, Json]:
    """An encoder with random weights, without a pooler."""
    parsed, model_class = parsed_config(config, "the encoder asked for")
    torch.manual_seed(seed)
    with refusing("Cannot build an encoder"):
        model = model_class(parsed, **_without_pooler(model_class))
    return Encoder(model), parsed.to_dict()


def load_for_training(
    folder: str, tasks: Sequence[tuple[str, HeadSpec]], dropout: float | None, seed: int, spread: float
) -> tuple[Model, Handover]:
    """The encoder and a new head a task, of weights with this `spread`; a masked-LM head is taken over where the
    checkpoint has one. As with `open_encoder`, weights may still be mapped."""
    weights = stored_weights(folder)
    encoder, config, handover = open_encoder(folder, weights, dropout, seed)
    heads: dict[str, Head] = {}
    for index, (task, spec) in enumerate(tasks):
        head = new_head(encoder, spec)
        initialize_head(head, spread, counter_seed(seed, "head", index))
        taken = _stored_masked_lm(folder, weights) if spec["type"] == "masked-lm" else None
        if taken is not None:
            _fill(head, *taken, folder)
            handover["dropped"] = sorted(set(handover["dropped"]) - set(taken[1].values()))
        handover["created" if taken is None else "loaded"] += [
            f"heads.{task}.{name}" for name, _ in head.named_parameters()
        ]
        heads[task] = head
    return Model(encoder, heads, config), handover


def load_for_inference(folder: str) -> Model:
    """The encoder and every head stored with it."""
    encoder, config, _ = open_encoder(folder, stored_weights(folder), None, seed=0)
    own_memory(encoder)
    heads: dict[str, Head] = {}
    specs = _stored_heads(folder)
    stored = Weights(folder, ["heads.safetensors"] if specs else [])
    for task, spec in specs.items():
        head = new_head(encoder, spec)
        _fill(head, stored, {name: f"{task}/{name}" for name in head.state_dict()}, folder)
        heads[task] = head
    model = Model(encoder, heads, config)
    model.train(False)
    return model


def masked_lm_head(folder: str, encoder: Encoder) -> MaskedLm:
    """The masked-LM head stored in a folder, tied to the word embedding of an encoder, on its device, in evaluation
    mode. NO_HEAD where the folder has none."""
    stored = _stored_masked_lm(folder, stored_weights(folder))
    if stored is None:
        raise EngineError("NO_HEAD", f'Checkpoint "{folder}" has no masked-LM head, or only parts of one')
    head = MaskedLm(encoder, {"type": "masked-lm"})
    _fill(head, *stored, folder)
    head.to(encoder.get_input_embeddings().weight.device).train(False)
    return head


def write_checkpoint(folder: str, model: Model, parameters: Mapping[str, Tensor] | None = None) -> None:
    """Writes the model, or the same model with other `parameters` (named as in `Model.named_parameters`). The latter
    decide shapes."""
    parameters = parameters or model.named_parameters()
    bad = not_finite(parameters)
    if bad:
        raise EngineError("NOT_FINITE", f"The weights to be written are not finite: {listed_names(bad)}")
    output = Path(folder)
    # Buffers of these encoders are rebuilt from the configuration, so parameters are all there is.
    frozen = {name: value for name, value in model.named_parameters().items() if not value.requires_grad}
    _write_encoder(output, _under("encoder/", parameters), _under("encoder/", frozen).keys())
    write_tensors(output / "heads.safetensors", _under("heads/", parameters))
    write_json(output / "heads.json", {task: head.spec for task, head in model.heads.items()})
    architecture = type(model.encoder.model).__name__
    written = {key: value for key, value in model.config.items() if key != "torch_dtype"}
    write_json(output / "config.json", {**written, "architectures": [architecture], "dtype": "float32"})


def initialize_head(head: Head, spread: float, seed: int) -> None:
    """Normal weights of this standard deviation, zero biases, norms at identity."""
    generator = torch.Generator().manual_seed(seed)
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
    if not isinstance(heads, dict):
        raise bad_file(str(path), "it does not name heads")
    for task, spec in heads.items():
        fault = best_match(_HEAD.iter_errors(spec))
        if fault is not None:
            raise bad_file(str(path), f'its head "{task}" is none of the contract: {short(fault)}')
    return heads


_HEAD = Draft202012Validator(request_schemas()["train"]["properties"]["tasks"]["items"]["properties"]["head"])


def _stored_masked_lm(folder: str, weights: Weights) -> tuple[Weights, dict[str, str]] | None:
    """A masked-LM head of the checkpoint, ours or Hugging Face's: our parameter -> its name there."""
    for task, spec in _stored_heads(folder).items():
        if spec["type"] == "masked-lm":
            stored = Weights(folder, ["heads.safetensors"])
            prefix = f"{task}/"
            return stored, {name.removeprefix(prefix): name for name in stored.shapes if name.startswith(prefix)}
    found = masked_lm_tensors(folder, weights.shapes)
    return None if found is None else (weights, found)


def _fill(head: Head, weights: Weights, stored_of: Mapping[str, str], folder: str) -> None:
    """Puts stored tensors into a head: parameter -> name in the weights."""
    for name, parameter in head.state_dict().items():
        shape = weights.shapes.get(stored_of.get(name, ""))
        if shape != tuple(parameter.shape):
            there = "is not there" if shape is None else f"is {list(shape)} and not {list(parameter.shape)}"
            raise bad_file(
                folder, f'the "{head.spec["type"]}" head does not fit: "{stored_of.get(name, name)}" {there}'
            )
    values = weights.read(stored_of.values())
    head.load_state_dict({name: values[stored] for name, stored in stored_of.items()})


def _write_encoder(output: Path, tensors: Mapping[str, Tensor], frozen: Set[str]) -> None:
    """One file. Where some tensors are frozen, these have a file of their own: the same bytes in every checkpoint that
    descends from the same weights, so that they can share it."""
    groups = [
        {name: value for name, value in tensors.items() if (name in frozen) == of_frozen} for of_frozen in (True, False)
    ]
    if not all(groups):
        write_tensors(output / WHOLE_FILE, tensors)
        return
    files = [shard_name(at, len(groups)) for at in range(len(groups))]
    for file, group in zip(files, groups, strict=True):
        write_tensors(output / file, group)
    size = sum(value.numel() * value.element_size() for value in tensors.values())
    weight_map = {name: file for file, group in zip(files, groups, strict=True) for name in group}
    write_json(output / INDEX_FILE, {"metadata": {"total_size": size}, "weight_map": weight_map})


def _under(prefix: str, parameters: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): value for name, value in parameters.items() if name.startswith(prefix)}


def _without_pooler(model_class: Any) -> dict[str, bool]:
    takes = model_class.__init__.__code__.co_varnames
    return {"add_pooling_layer": False} if "add_pooling_layer" in takes else {}
