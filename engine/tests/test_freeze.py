"""Frozen embeddings and layers: as they were, and without cost."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from cases import HEADS, make_case, train_request
from conftest import BATCHING, OPTIMIZER, TINY, Recorder, run, save_schedule
from safetensors.numpy import load_file
from torch import Tensor, nn
from transformers import AutoModel

from polyvia_engine.batch import make_batch
from polyvia_engine.checkpoint import load_for_training
from polyvia_engine.errors import EngineError, Interrupted
from polyvia_engine.features import load_features
from polyvia_engine.weights import stored_weights

LENGTHS = [9, 4, 17, 9, 3, 30, 12, 9, 4]
LAYERS = {"modernbert": "layers."}


def repeated(schedule: str) -> str:
    return save_schedule(Path(schedule), [load_file(schedule)["items"].tolist()] * 4)


def layer_of(name: str, kind: str) -> int | None:
    """Layer that a parameter lies in."""
    prefix = LAYERS.get(kind, "encoder.layer.")
    return int(name.removeprefix(prefix).split(".")[0]) if name.startswith(prefix) else None


@pytest.mark.parametrize("layers", [0, 1])
@pytest.mark.parametrize("kind", TINY)
def test_what_is_frozen_stays_and_the_rest_moves(
    kind: str, layers: int, checkpoint: Callable[..., str], tmp_path: Path
) -> None:
    """Weight decay included, in a checkpoint that transformers opens."""
    folder = checkpoint(kind, dropout=0.1)
    features, schedule = make_case(tmp_path, "classification", LENGTHS)
    request = train_request(
        tmp_path,
        folder,
        "classification",
        features,
        repeated(schedule),
        batching=BATCHING[kind],
        freeze=layers,
        optimizer={**OPTIMIZER, "weightDecay": 0.5},
        saving={"seconds": 0, "share": 1},
    )
    run(request)
    before = load_file(Path(folder) / "model.safetensors")
    weights = stored_weights(request["output"])
    after = {name: value.numpy() for name, value in weights.read(weights.shapes).items()}
    assert after.keys() == before.keys()
    moved = {name for name in before if before[name].tobytes() != after[name].tobytes()}
    trained = {
        name
        for name in before
        if name.startswith("final_norm") or (layer_of(name, kind) is not None and layer_of(name, kind) >= layers)  # type: ignore[operator]
    }
    assert moved == trained
    (state,) = Path(request["state"]).glob("state-*/state.safetensors")
    saved = {name.removeprefix("weights/encoder/") for name in load_file(state) if name.startswith("weights/encoder/")}
    assert saved == trained
    opened = dict(AutoModel.from_pretrained(request["output"]).named_parameters())
    assert all((opened[name].detach().numpy() == after[name]).all() for name in after)


@pytest.mark.parametrize("kind", TINY)
def test_no_gradient_goes_through_frozen_layers(kind: str, checkpoint: Callable[..., str], tmp_path: Path) -> None:
    """The output of the last frozen layer has no graph, that of the first trained one has."""
    folder = checkpoint(kind)
    spec: Any = HEADS["classification"]
    model, _ = load_for_training(folder, [("task", spec)], None, 1, 0.02)
    model.encoder.freeze(1)
    model.encoder.set_batching(BATCHING[kind])  # type: ignore[arg-type]
    (stack,) = [each for each in model.encoder.model.modules() if isinstance(each, nn.ModuleList) and len(each) == 2]
    graphs: list[bool] = []

    def see(_module: nn.Module, _inputs: Any, output: Any) -> None:
        hidden: Tensor = output if isinstance(output, Tensor) else output[0]
        graphs.append(hidden.requires_grad)

    for layer in stack:
        layer.register_forward_hook(see)
    dataset = load_features(make_case(tmp_path, "classification", LENGTHS)[0], model.encoder.limits())
    model.encoder(make_batch(dataset, np.arange(dataset.items), torch.device("cpu")))
    assert graphs == [False, True]


def test_frozen_embeddings_under_a_tied_decoder_stay(checkpoint: Callable[..., str], tmp_path: Path) -> None:
    folder = checkpoint()
    features, schedule = make_case(tmp_path, "masked-lm", LENGTHS)
    request = train_request(tmp_path, folder, "masked-lm", features, schedule, freeze=0)
    run(request)
    name = "embeddings.word_embeddings.weight"
    weights = stored_weights(request["output"])
    assert (weights.read([name])[name].numpy() == load_file(Path(folder) / "model.safetensors")[name]).all()


def test_resume_with_frozen_layers_gives_the_same_bytes(checkpoint: Callable[..., str], tmp_path: Path) -> None:
    folder = checkpoint(dropout=0.1)
    features, schedule = make_case(tmp_path, "classification", LENGTHS)
    repeated(schedule)

    def request_of(name: str) -> dict[str, Any]:
        settings = {"name": name, "freeze": 1, "development": features, "evaluateAt": [1, 2, 3]}
        return train_request(tmp_path, folder, "classification", features, schedule, **settings)

    run(request_of("whole"), Recorder(lambda step: (step == 2, False)))
    chopped = request_of("chopped")
    for stop in (1, 2, 3):
        with pytest.raises(Interrupted):
            run(chopped, Recorder(lambda step: (step == 2, False), interrupt_at=-stop))
    run(chopped, Recorder(lambda step: (step == 2, False)))
    files = sorted(path.name for path in (tmp_path / "whole-output").iterdir())
    assert len([name for name in files if name.startswith("model-")]) == 2
    for file in files:
        assert (tmp_path / "whole-output" / file).read_bytes() == (tmp_path / "chopped-output" / file).read_bytes()


def test_one_layer_at_least_is_trained(checkpoint: Callable[..., str], tmp_path: Path) -> None:
    folder = checkpoint()
    case = make_case(tmp_path, "classification", LENGTHS)
    with pytest.raises(EngineError, match="2 layers cannot be trained with 2 of them frozen"):
        run(train_request(tmp_path, folder, "classification", *case, freeze=2))
