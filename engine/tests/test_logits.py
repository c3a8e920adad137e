"""logits: what AutoModelForSequenceClassification of transformers says of the same folder, and our own heads."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from cases import make_case, train_request
from conftest import BATCHING, RUNTIME, TINY, random_sequences, run, save_features, tiny_config
from safetensors.numpy import load_file
from torch import Tensor
from transformers import CONFIG_MAPPING, AutoModelForSequenceClassification, XLMRobertaForMaskedLM

from polyvia_engine.errors import EngineError

LENGTHS = [9, 4, 17, 9, 3, 30, 12]
LABELS = {0: "entailment", 1: "neutral", 2: "contradiction"}


def logits_of(folder: Path, checkpoint: str, features: str, **changes: Any) -> np.ndarray[Any, Any]:
    output = str(folder / "logits.safetensors")
    request = {
        "op": "logits",
        "id": "l",
        "checkpoint": checkpoint,
        "task": None,
        "features": features,
        "output": output,
        "precision": "fp32",
        "batching": "padded",
        "runtime": {**RUNTIME, "maxTokens": 32},
        **changes,
    }
    run(request)
    found: np.ndarray[Any, Any] = load_file(output)["logits"]
    return found


def published(folder: Path, kind: str, **saving: Any) -> str:
    """A classifier as a hub has it, with weights that no initialisation gives."""
    torch.manual_seed(3)
    config = CONFIG_MAPPING[kind].from_dict({**tiny_config(kind), "id2label": LABELS})
    model = AutoModelForSequenceClassification.from_config(config)
    for parameter in model.parameters():
        parameter.data.add_(torch.randn_like(parameter) * 0.2)
    model.save_pretrained(folder, **saving)
    return str(folder)


def texts(folder: Path, types: bool) -> tuple[str, list[dict[str, Tensor]]]:
    """Features, and the same sequences one by one as transformers takes them."""
    sequences = random_sequences(np.random.default_rng(5), LENGTHS)
    halves = [[0] * (len(each) // 2) + [1] * (len(each) - len(each) // 2) for each in sequences]
    arrays = {"type_ids": np.concatenate([np.array(half, np.uint8) for half in halves])} if types else {}
    inputs = [
        {"input_ids": torch.tensor([each]), **({"token_type_ids": torch.tensor([half])} if types else {})}
        for each, half in zip(sequences, halves, strict=True)
    ]
    return save_features(folder / "features.safetensors", sequences, **arrays), inputs


def reference(checkpoint: str, inputs: list[dict[str, Tensor]]) -> np.ndarray[Any, Any]:
    model = AutoModelForSequenceClassification.from_pretrained(checkpoint).eval()
    with torch.no_grad():
        return torch.cat([model(**each).logits for each in inputs]).numpy()


@pytest.mark.parametrize("kind", TINY)
def test_logits_are_those_of_transformers(kind: str, tmp_path: Path) -> None:
    checkpoint = published(tmp_path / "hub", kind)
    features, inputs = texts(tmp_path, types=TINY[kind].get("type_vocab_size") == 2)
    found = logits_of(tmp_path, checkpoint, features)
    assert found.shape == (len(LENGTHS), 3)
    np.testing.assert_allclose(found, reference(checkpoint, inputs), atol=2e-5)
    assert np.ptp(found, axis=0).min() > 0.05


def test_shards_and_pickled_weights_say_the_same(tmp_path: Path) -> None:
    features, _ = texts(tmp_path, types=False)
    whole = logits_of(tmp_path, published(tmp_path / "whole", "xlm-roberta"), features)
    shards = published(tmp_path / "shards", "xlm-roberta", max_shard_size="20KB")
    assert len(list(Path(shards).glob("model-*.safetensors"))) > 2
    assert (logits_of(tmp_path, shards, features) == whole).all()
    pickled = published(tmp_path / "pickled", "xlm-roberta")
    (Path(pickled) / "model.safetensors").unlink()
    torch.save(AutoModelForSequenceClassification.from_pretrained(shards).state_dict(), f"{pickled}/pytorch_model.bin")
    assert (logits_of(tmp_path, pickled, features) == whole).all()


@pytest.mark.parametrize("batching", ["padded", "packed"])
def test_a_head_of_ours_says_what_it_predicts(batching: str, tmp_path: Path, checkpoint: Any) -> None:
    features, schedule = make_case(tmp_path, "classification", LENGTHS)
    request = train_request(tmp_path, checkpoint("xlm-roberta"), "classification", features, schedule)
    run(request)
    output = str(tmp_path / "predictions.safetensors")
    same = {"checkpoint": request["output"], "task": "task", "features": features, "batching": batching}
    found = logits_of(tmp_path, **same)
    predict = {"op": "predict", "id": "p", "maxAnswerTokens": None, "precision": "fp32", "runtime": RUNTIME}
    run({**predict, **same, "output": output})
    predicted = load_file(output)
    assert (found.argmax(-1) == predicted["labels"]).all()
    np.testing.assert_allclose(torch.tensor(found).softmax(-1).max(-1).values, predicted["scores"], atol=1e-5)


def masked_lm_only(folder: Path) -> str:
    XLMRobertaForMaskedLM(CONFIG_MAPPING["xlm-roberta"].from_dict(tiny_config("xlm-roberta"))).save_pretrained(folder)
    return str(folder)


def test_a_folder_without_a_classifier_is_refused(tmp_path: Path) -> None:
    features, _ = texts(tmp_path, types=False)
    with pytest.raises(EngineError) as found:
        logits_of(tmp_path, masked_lm_only(tmp_path / "hub"), features)
    assert (found.value.code, "classifier.dense.weight" in str(found.value)) == ("NO_HEAD", True)


def test_labels_that_the_head_has_not_are_refused(tmp_path: Path) -> None:
    features, _ = texts(tmp_path, types=False)
    folder = published(tmp_path / "hub", "bert")
    config = Path(folder) / "config.json"
    config.write_text(config.read_text().replace('"2": "contradiction"', '"2": "contradiction", "3": "other"'))
    with pytest.raises(EngineError) as found:
        logits_of(tmp_path, folder, features)
    assert found.value.code == "UNSUPPORTED_MODEL"


def test_classifiers_of_transformers_are_not_packed(tmp_path: Path) -> None:
    assert BATCHING["xlm-roberta"] == "packed"
    features, _ = texts(tmp_path, types=False)
    with pytest.raises(EngineError) as found:
        logits_of(tmp_path, published(tmp_path / "hub", "xlm-roberta"), features, batching="packed")
    assert found.value.code == "BAD_REQUEST"
