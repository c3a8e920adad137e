"""A real pretrained encoder: losses and gradients of every head against transformers, and a fine-tuned checkpoint in
other hands. `test/real-encoder.test.ts` fetches the encoder and runs this; its layers are compared there."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import test_parity
import torch
from cases import train_request
from conftest import RUNTIME, run, save_features, save_schedule
from safetensors.numpy import load_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from transformers import AutoModel, AutoTokenizer

FOLDER = os.environ.get("POLYVIA_REAL_ENCODER", "")
pytestmark = pytest.mark.skipif(not FOLDER, reason="test/real-encoder.test.ts runs it, with an encoder it fetches")

TEXTS = [
    "Der Zug kam zu spät.",
    "The train was late.",
    "รถไฟมาช้า",
    "電車が遅れて、一時間も待たなければなりませんでした。",
]


@pytest.fixture(scope="module", autouse=True)
def table() -> Iterator[None]:
    yield
    print("\n" + "\n".join(test_parity.TABLE))


@pytest.mark.parametrize("head", test_parity.REFERENCES)
def test_head_has_the_loss_and_gradients_of_transformers(head: str, tmp_path: Path) -> None:
    test_parity.assert_parity(head, FOLDER, tmp_path)


def test_a_fine_tuned_checkpoint_gives_the_same_vectors_to_all(tmp_path: Path) -> None:
    """Ours, AutoModel and sentence-transformers, mean of the last layer."""
    tokenizer = AutoTokenizer.from_pretrained(FOLDER)
    labels = np.array([0, 1, 2, 0], np.int32)
    features = save_features(
        tmp_path / "f.safetensors", [tokenizer(text)["input_ids"] for text in TEXTS], labels=labels
    )
    schedule = save_schedule(tmp_path / "s.safetensors", [[0, 1, 2, 3]] * 2, learning_rate=5e-5)
    request = train_request(tmp_path, FOLDER, "classification", features, schedule)
    run(request)
    folder = request["output"]
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(Path(FOLDER) / name, folder)

    path = str(tmp_path / "vectors.safetensors")
    embed = {"op": "embed", "id": "e", "checkpoint": folder, "features": features, "precision": "fp32"}
    outputs = [{"layer": 12, "pooling": "mean", "path": path}]
    run({**embed, "outputs": outputs, "batching": "packed", "runtime": RUNTIME})
    ours = load_file(path)["embeddings"]

    inputs = tokenizer(TEXTS, padding=True, return_tensors="pt")
    with torch.no_grad():
        hidden = AutoModel.from_pretrained(folder).eval()(**inputs).last_hidden_state
        before = AutoModel.from_pretrained(FOLDER).eval()(**inputs).last_hidden_state
    mask = inputs["attention_mask"].unsqueeze(-1)
    transformer = Transformer(folder)
    pooled: Any = SentenceTransformer(modules=[transformer, Pooling(transformer.get_embedding_dimension(), "mean")])
    others = {
        "AutoModel": ((hidden * mask).sum(1) / mask.sum(1)).numpy(),
        "sentence-transformers": pooled.encode(TEXTS),
    }
    for name, vectors in others.items():
        difference = np.abs(ours - vectors).max()
        print(f"fine-tuned checkpoint, {name}: largest difference {difference:.1e}")
        assert difference < 5e-6
    assert (hidden - before).abs().max() > 1e-3
