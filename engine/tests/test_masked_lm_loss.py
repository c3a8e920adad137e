"""masked-lm-loss: values from `XLMRobertaForMaskedLM` on the same masked batch."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from cases import make_case, train_request
from conftest import RUNTIME, Recorder, run, save_features
from safetensors.numpy import load_file, save_file
from transformers import AutoConfig, AutoModel, AutoModelForMaskedLM

from polyvia_engine import tied_cross_entropy
from polyvia_engine.errors import EngineError, Interrupted
from polyvia_engine.models import ModelCache

LENGTHS = [9, 4, 17, 9, 3, 30, 12, 9, 5]


def case(folder: Path) -> tuple[str, str]:
    """Features, and masks of every item in its order (a schedule of one step over all of them holds the same)."""
    return make_case(folder, "masked-lm", LENGTHS)


def loss_request(folder: Path, checkpoint: str, head: str, features: str, masks: str, **changes: Any) -> dict[str, Any]:
    return {
        "op": "masked-lm-loss",
        "id": "m",
        "checkpoint": checkpoint,
        "head": head,
        "features": features,
        "masks": masks,
        "output": str(folder / "losses.safetensors"),
        "precision": "fp32",
        "batching": "packed",
        "runtime": {**RUNTIME, "maxTokens": 32},
        **changes,
    }


def losses(request: dict[str, Any], models: ModelCache | None = None) -> np.ndarray[Any, Any]:
    run(request, models=models)
    return load_file(request["output"])["losses"]


def trained(folder: Path, checkpoint: str, head: str, name: str) -> str:
    """A checkpoint after one step with that head."""
    features, schedule = make_case(folder, head, LENGTHS)
    request = train_request(folder, checkpoint, head, features, schedule, name=name)
    run(request)
    return str(request["output"])


def reference(checkpoint: str, head: str, features: str, masks: str) -> torch.Tensor:
    """The encoder of one checkpoint in transformers' model of masked-LM, with the head of another on it; each sequence
    alone."""
    stored = {name.split("/")[1]: torch.tensor(value) for name, value in load_file(f"{head}/heads.safetensors").items()}
    model = AutoModelForMaskedLM.from_config(AutoConfig.from_pretrained(checkpoint)).eval()
    assert type(model).__name__ == "XLMRobertaForMaskedLM"
    model.roberta.load_state_dict(AutoModel.from_pretrained(checkpoint, add_pooling_layer=False).state_dict())
    model.lm_head.dense.load_state_dict({name: stored[f"dense.{name}"] for name in ("weight", "bias")})
    model.lm_head.layer_norm.load_state_dict({name: stored[f"layer_norm.{name}"] for name in ("weight", "bias")})
    model.lm_head.bias.data.copy_(stored["bias"])
    model.tie_weights()
    text, hidden = load_file(features), load_file(masks)
    found: list[torch.Tensor] = []
    for item, original in enumerate(np.split(text["ids"], text["sequence_offsets"][1:-1])):
        chosen = slice(hidden["mask_offsets"][item], hidden["mask_offsets"][item + 1])
        positions = hidden["mask_positions"][chosen]
        ids = torch.tensor(original.astype(np.int64))
        labels = torch.full_like(ids, -100)
        labels[positions] = ids[positions]
        ids[positions] = torch.tensor(hidden["mask_inputs"][chosen].astype(np.int64))
        with torch.no_grad():
            output = model(ids[None], labels=labels[None])
        each = torch.nn.functional.cross_entropy(output.logits[0, positions], labels[positions], reduction="none")
        assert each.mean().item() == pytest.approx(output.loss.item(), abs=1e-6)
        found.append(each)
    return torch.cat(found)


@pytest.mark.parametrize("batching", ["packed", "padded"])
def test_loss_under_the_own_head(batching: str, checkpoint: Callable[..., str], tmp_path: Path) -> None:
    folder = trained(tmp_path, checkpoint(), "masked-lm", "text")
    features, masks = case(tmp_path)
    found = losses(loss_request(tmp_path, folder, folder, features, masks, batching=batching))
    expected = reference(folder, folder, features, masks)
    np.testing.assert_allclose(found, expected, atol=1e-5)
    assert found.mean() == pytest.approx(expected.mean().item(), abs=1e-5)


def test_loss_of_an_encoder_under_the_head_before_it(checkpoint: Callable[..., str], tmp_path: Path) -> None:
    before = trained(tmp_path, checkpoint(), "masked-lm", "text")
    after = trained(tmp_path, before, "classification", "stage")
    features, masks = case(tmp_path)
    models = ModelCache()
    request = loss_request(tmp_path, after, before, features, masks)
    expected = reference(after, before, features, masks)
    np.testing.assert_allclose(losses(request, models), expected, atol=1e-5)
    # The decoder follows the encoder that is measured, also where the worker has both in hand.
    own = losses({**request, "checkpoint": before}, models)
    np.testing.assert_allclose(own, reference(before, before, features, masks), atol=1e-5)
    assert np.abs(own - expected.numpy()).max() > 1e-3
    np.testing.assert_allclose(losses(request, models), expected, atol=1e-5)


def test_head_of_a_model_as_transformers_saves_it(checkpoint: Callable[..., str], tmp_path: Path) -> None:
    torch.manual_seed(5)
    model = AutoModelForMaskedLM.from_config(AutoConfig.from_pretrained(checkpoint()))
    model.save_pretrained(tmp_path / "whole")
    features, masks = case(tmp_path)
    found = losses(loss_request(tmp_path, str(tmp_path / "whole"), str(tmp_path / "whole"), features, masks))
    lm_head = {f"task/{name}": value.detach().numpy() for name, value in model.lm_head.named_parameters()}
    (tmp_path / "ours").mkdir()
    save_file(
        {name: value for name, value in lm_head.items() if "decoder" not in name}, tmp_path / "ours/heads.safetensors"
    )
    np.testing.assert_allclose(
        found, reference(str(tmp_path / "whole"), str(tmp_path / "ours"), features, masks), atol=1e-5
    )


def test_chunks_of_the_vocabulary_change_nothing(
    checkpoint: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = trained(tmp_path, checkpoint(), "masked-lm", "text")
    request = loss_request(tmp_path, folder, folder, *case(tmp_path))
    whole = losses(request)
    monkeypatch.setattr(tied_cross_entropy, "chunk_tokens", lambda vocabulary: 3)
    np.testing.assert_allclose(losses(request), whole, atol=1e-6)


def test_a_checkpoint_without_a_masked_lm_head_is_named(checkpoint: Callable[..., str], tmp_path: Path) -> None:
    folder = trained(tmp_path, checkpoint(), "classification", "stage")
    with pytest.raises(EngineError, match="no masked-LM head") as found:
        run(loss_request(tmp_path, folder, folder, *case(tmp_path)))
    assert found.value.code == "NO_HEAD"


def test_masks_must_fit_the_features(checkpoint: Callable[..., str], tmp_path: Path) -> None:
    folder = trained(tmp_path, checkpoint(), "masked-lm", "text")
    features, masks = case(tmp_path)
    shorter = save_features(tmp_path / "shorter.safetensors", [[0, 5, 2]] * len(LENGTHS))
    with pytest.raises(EngineError, match="outside its sequence"):
        run(loss_request(tmp_path, folder, folder, shorter, masks))
    save_file({"mask_inputs": np.zeros(1, np.int32)}, tmp_path / "none.safetensors")
    with pytest.raises(EngineError, match='no tensor "mask_offsets"'):
        run(loss_request(tmp_path, folder, folder, features, str(tmp_path / "none.safetensors")))


def test_an_interrupt_ends_it(checkpoint: Callable[..., str], tmp_path: Path) -> None:
    folder = trained(tmp_path, checkpoint(), "masked-lm", "text")
    channel = Recorder()
    channel.interrupted = True
    with pytest.raises(Interrupted):
        run(loss_request(tmp_path, folder, folder, *case(tmp_path)), channel)
