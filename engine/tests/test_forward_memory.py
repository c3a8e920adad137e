"""Passes without gradients hold at most FORWARD_BYTES of activations, and give what larger passes give."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from conftest import BATCHING, RUNTIME, random_sequences, run, save_features
from safetensors.numpy import load_file

from polyvia_engine import encoder as encoders
from polyvia_engine.checkpoint import load_for_inference
from polyvia_engine.features import load_features

LENGTHS = [9, 4, 17, 9, 3, 30, 12, 9, 5] * 3


@pytest.mark.parametrize("kind", ["xlm-roberta", "deberta-v2"])
def test_smaller_passes_give_the_same_vectors(
    kind: str, checkpoint: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = checkpoint(kind)
    features = save_features(tmp_path / "f.safetensors", random_sequences(np.random.default_rng(5), LENGTHS))

    def vectors() -> list[np.ndarray]:
        outputs = [{"layer": layer, "pooling": "mean", "path": str(tmp_path / f"{layer}.out")} for layer in (0, 1, 2)]
        request = {"op": "embed", "id": "e", "checkpoint": folder, "features": features, "outputs": outputs}
        run({**request, "precision": "fp32", "batching": BATCHING[kind], "runtime": RUNTIME})
        return [load_file(str(output["path"]))["embeddings"] for output in outputs]

    whole = vectors()
    monkeypatch.setattr(encoders, "FORWARD_BYTES", 100_000)
    for before, after in zip(whole, vectors(), strict=True):
        np.testing.assert_allclose(after, before, atol=2e-6)


def test_batches_keep_to_the_memory(
    checkpoint: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Width 32, inner layers of 48, 4 heads. A token of a packed row: max(2 x 48, 6 x 32) numbers and a layer of 32;
    of a padded row also 2 x 4 x 30 scores."""
    encoder = load_for_inference(checkpoint()).encoder
    sequences = random_sequences(np.random.default_rng(5), LENGTHS)
    features = load_features(save_features(tmp_path / "f.safetensors", sequences), encoder.limits())
    for batching, token_bytes in (("packed", 4 * (192 + 32)), ("padded", 4 * (192 + 240 + 32))):
        encoder.set_batching(batching)  # type: ignore[arg-type]
        monkeypatch.setattr(encoders, "FORWARD_BYTES", 60 * token_bytes)
        batches = encoder.inference_batches(features, 4096)
        assert sorted(np.concatenate(batches).tolist()) == list(range(len(LENGTHS)))
        lengths = [features.lengths_S[batch] for batch in batches]
        computed = [each.sum() if batching == "packed" else len(each) * each.max() for each in lengths]
        assert len(batches) > 3
        assert max(computed) <= 60
        assert len(encoder.inference_batches(features, 30)) > len(batches)
