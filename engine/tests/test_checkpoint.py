"""Checkpoints: what is written opens in transformers, what comes from the hub is taken over and accounted for."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from cases import make_case, train_request
from conftest import run, tiny_config
from safetensors.torch import load_file
from transformers import AutoConfig, AutoModel, BertForMaskedLM, XLMRobertaForMaskedLM

from polyvia_engine.checkpoint import load_for_inference, write_checkpoint
from polyvia_engine.weights import stored_weights


def initialize(folder: Path, kind: str, seed: int = 5) -> Path:
    output = folder / f"{kind}-{seed}"
    output.mkdir()
    request = {
        "op": "initialize",
        "id": "i",
        "config": tiny_config(kind),
        "headInitializerRange": 0.02,
        "seed": seed,
        "output": str(output),
    }
    handover = run(request)["started"]["handover"]
    assert len(handover["created"]) == sum(len(load_file(file)) for file in output.glob("*.safetensors"))
    assert handover["loaded"] == handover["dropped"] == []
    return output


@pytest.mark.parametrize("kind", ["xlm-roberta", "bert", "modernbert", "deberta-v2", "rembert"])
def test_new_encoder_opens_in_transformers(kind: str, tmp_path: Path) -> None:
    output = initialize(tmp_path, kind)
    model, loading = AutoModel.from_pretrained(output, output_loading_info=True)
    assert not loading["unexpected_keys"]
    assert all("pooler" in name for name in loading["missing_keys"])
    assert type(model).__name__ == AutoConfig.from_pretrained(output).architectures[0]
    stored = load_file(output / "model.safetensors")
    assert all(torch.equal(value, model.state_dict()[name]) for name, value in stored.items())
    assert {value.dtype for value in stored.values()} == {torch.float32}


@pytest.mark.parametrize("kind", ["xlm-roberta", "bert", "modernbert"])
def test_frozen_weights_have_a_file_of_their_own(kind: str, tmp_path: Path) -> None:
    """The same bytes before and after the rest has changed, in a folder that transformers and we open."""
    model = load_for_inference(str(initialize(tmp_path, kind)))
    embeddings = model.encoder.get_input_embeddings().weight.requires_grad_(False)
    folders = [tmp_path / name for name in ("before", "after")]
    generator = torch.Generator().manual_seed(1)
    for folder in folders:
        folder.mkdir()
        write_checkpoint(str(folder), model)
        with torch.no_grad():
            for parameter in model.named_parameters().values():
                if parameter.requires_grad:
                    parameter += torch.randn(parameter.shape, generator=generator)
    shards = [[(folder / f"model-0000{at}-of-00002.safetensors").read_bytes() for folder in folders] for at in (1, 2)]
    assert shards[0][0] == shards[0][1]
    assert shards[1][0] != shards[1][1]
    assert [value.shape for value in load_file(folders[0] / "model-00001-of-00002.safetensors").values()] == [
        embeddings.shape
    ]
    opened, loading = AutoModel.from_pretrained(folders[1], output_loading_info=True)
    assert not loading["unexpected_keys"]
    assert all("pooler" in name for name in loading["missing_keys"])
    stored = stored_weights(folders[1])
    assert all(torch.equal(value, opened.state_dict()[name]) for name, value in stored.read(stored.shapes).items())


def test_initialization_follows_the_seed(tmp_path: Path) -> None:
    one, two = (initialize(tmp_path, "bert", seed) for seed in (1, 2))
    again = tmp_path / "again"
    again.mkdir()
    one_again = initialize(again, "bert", 1)
    for name in ("model.safetensors", "heads.safetensors", "config.json"):
        assert (one / name).read_bytes() == (one_again / name).read_bytes()
    assert (one / "model.safetensors").read_bytes() != (two / "model.safetensors").read_bytes()


@pytest.mark.parametrize(("kind", "model_class"), [("xlm-roberta", XLMRobertaForMaskedLM), ("bert", BertForMaskedLM)])
def test_masked_lm_head_of_a_hub_checkpoint_is_taken_over(kind: str, model_class: type, tmp_path: Path) -> None:
    """Hub checkpoints carry prefixed encoder names and their head in model.safetensors."""
    config = AutoConfig.for_model(**tiny_config(kind))
    hub = model_class(config)
    torch.nn.init.normal_(hub.get_output_embeddings().bias)
    folder = tmp_path / "hub"
    hub.save_pretrained(folder)
    features, schedule = make_case(tmp_path, "masked-lm", [9, 12, 7])
    channel = run(train_request(tmp_path, str(folder), "masked-lm", features, schedule, optimizer=still(), name="a"))
    handover = channel["started"]["handover"]
    assert handover["created"] == []
    assert "heads.task.bias" in handover["loaded"]
    assert not any("dense" in name for name in handover["dropped"])
    heads = load_file(tmp_path / "a-output" / "heads.safetensors")
    assert torch.equal(heads["task/bias"], hub.get_output_embeddings().bias.data)
    encoder = load_file(tmp_path / "a-output" / "model.safetensors")
    for name, value in encoder.items():
        torch.testing.assert_close(value, hub.base_model.state_dict()[name], rtol=0, atol=1e-20)

    features, schedule = make_case(tmp_path, "classification", [9, 12, 7])
    handover = run(train_request(tmp_path, str(folder), "classification", features, schedule))["started"]["handover"]
    assert any("dense" in name for name in handover["dropped"])
    assert handover["created"] == [f"heads.task.{name}" for name in CLASSIFIER]


CLASSIFIER = ("dense.weight", "dense.bias", "out_proj.weight", "out_proj.bias")


def still() -> dict[str, float]:
    """An optimiser that moves nothing: epsilon drowns every gradient."""
    return {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e30, "weightDecay": 0.0, "clipNorm": 0.0}


def test_masked_lm_head_goes_from_phase_to_phase_under_any_task_name(tmp_path: Path) -> None:
    start = initialize(tmp_path, "xlm-roberta")
    features, schedule = make_case(tmp_path, "masked-lm", [9, 12, 7])
    request = train_request(tmp_path, str(start), "masked-lm", features, schedule, name="a", optimizer=still())
    request["tasks"][0]["name"] = "a/task.with/odd name"
    assert run(request)["started"]["handover"]["created"] == []
    request = train_request(tmp_path, request["output"], "masked-lm", features, schedule, name="b", optimizer=still())
    assert run(request)["started"]["handover"]["created"] == []
    first = load_file(start / "heads.safetensors")
    last = load_file(tmp_path / "b-output" / "heads.safetensors")
    assert torch.equal(first["masked-lm/dense.weight"], last["task/dense.weight"])


def test_dropout_override_does_not_enter_the_checkpoint(checkpoint: Callable[..., str], tmp_path: Path) -> None:
    features, schedule = make_case(tmp_path, "classification", [9, 12, 7])
    folder = checkpoint(dropout=0.3)
    for dropout in (0.0, 0.7):
        request = train_request(
            tmp_path, folder, "classification", features, schedule, dropout=dropout, name=f"d{dropout}"
        )
        run(request)
        config = AutoConfig.from_pretrained(request["output"])
        assert config.hidden_dropout_prob == 0.3
    without, much = (load_file(tmp_path / f"d{value}-output" / "losses.safetensors") for value in (0.0, 0.7))
    assert without["loss"][0] != much["loss"][0]


def test_decay_spares_vectors(checkpoint: Callable[..., str], tmp_path: Path) -> None:
    features, schedule = make_case(tmp_path, "classification", [9, 12, 7])
    folder = checkpoint()
    optimizer = {**still(), "weightDecay": 0.5}
    run(train_request(tmp_path, folder, "classification", features, schedule, optimizer=optimizer))
    before, after = (load_file(Path(path) / "model.safetensors") for path in (folder, tmp_path / "run-output"))
    for name, value in before.items():
        expected = value if value.dim() == 1 else value * (1 - 1e-2 * 0.5)
        torch.testing.assert_close(after[name], expected, rtol=1e-6, atol=1e-30)
