"""predict and embed: values from plain loops over transformers' own output."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from cases import make_case, train_request
from conftest import BATCHING, RUNTIME, Recorder, random_sequences, run, save_features
from safetensors.numpy import load_file
from transformers import AutoModel

from polyvia_engine.errors import EngineError
from polyvia_engine.heads.span_extraction import best_spans
from polyvia_engine.models import ModelCache

LENGTHS = [9, 4, 17, 9, 3, 30, 12, 9, 5]


def predict_request(folder: Path, checkpoint: str, features: str, **changes: Any) -> dict[str, Any]:
    return {
        "op": "predict",
        "id": "p",
        "checkpoint": checkpoint,
        "task": "task",
        "features": features,
        "output": str(folder / "predictions.safetensors"),
        "maxAnswerTokens": 30,
        "precision": "fp32",
        "batching": "packed",
        "runtime": {**RUNTIME, "maxTokens": 32},
        **changes,
    }


def trained(folder: Path, checkpoint: str, head: str, lengths: list[int] = LENGTHS) -> tuple[str, str]:
    """A checkpoint with that head after one step, and the features it saw."""
    features, schedule = make_case(folder, head, lengths)
    request = train_request(folder, checkpoint, head, features, schedule)
    run(request)
    return request["output"], features


def outputs_of(folder: str, features: str) -> list[torch.Tensor]:
    """Last layer of each sequence alone, by transformers."""
    model = AutoModel.from_pretrained(folder, add_pooling_layer=False).eval()
    file = load_file(features)
    with torch.no_grad():
        return [
            model(torch.tensor(ids[None].astype(np.int64))).last_hidden_state[0]
            for ids in np.split(file["ids"], file["sequence_offsets"][1:-1])
        ]


def head_of(folder: str) -> dict[str, torch.Tensor]:
    return {name.split("/")[1]: torch.tensor(value) for name, value in load_file(f"{folder}/heads.safetensors").items()}


def test_classification_predicts_the_most_probable_label(checkpoint: Callable[..., str], tmp_path: Path) -> None:
    folder, features = trained(tmp_path, checkpoint(), "classification")
    run(predict_request(tmp_path, folder, features))
    found = load_file(tmp_path / "predictions.safetensors")
    head = head_of(folder)
    for item, hidden in enumerate(outputs_of(folder, features)):
        inner = torch.tanh(hidden[0] @ head["dense.weight"].T + head["dense.bias"])
        probabilities = (inner @ head["out_proj.weight"].T + head["out_proj.bias"]).softmax(-1)
        assert found["labels"][item] == probabilities.argmax()
        assert found["scores"][item] == pytest.approx(probabilities.max().item(), abs=1e-6)


def test_multiple_choice_compares_the_choices_of_an_item(checkpoint: Callable[..., str], tmp_path: Path) -> None:
    folder, features = trained(tmp_path, checkpoint(), "multiple-choice")
    run(predict_request(tmp_path, folder, features))
    found = load_file(tmp_path / "predictions.safetensors")
    head = head_of(folder)
    logits = torch.stack(
        [
            torch.tanh(hidden[0] @ head["dense.weight"].T + head["dense.bias"]) @ head["out_proj.weight"][0]
            for hidden in outputs_of(folder, features)
        ]
    ).view(-1, 3)
    assert found["labels"].tolist() == logits.argmax(-1).tolist()
    np.testing.assert_allclose(found["scores"], logits.softmax(-1).max(-1).values, atol=1e-6)


def test_regression_and_tagging_predict_every_item_in_file_order(
    checkpoint: Callable[..., str], tmp_path: Path
) -> None:
    encoder = checkpoint()
    folder, features = trained(tmp_path, encoder, "tagging")
    run(predict_request(tmp_path, folder, features))
    found = load_file(tmp_path / "predictions.safetensors")["tag_labels"]
    head, file = head_of(folder), load_file(features)
    expected = [
        int((hidden[position] @ head["out_proj.weight"].T + head["out_proj.bias"]).argmax())
        for item, hidden in enumerate(outputs_of(folder, features))
        for position in file["tag_positions"][file["tag_offsets"][item] : file["tag_offsets"][item + 1]]
    ]
    assert found.tolist() == expected


def test_span_extraction_finds_the_best_span_of_the_context(checkpoint: Callable[..., str], tmp_path: Path) -> None:
    folder, features = trained(tmp_path, checkpoint(), "span-extraction")
    file = load_file(features)
    for most in (1, 4, 30):
        run(predict_request(tmp_path, folder, features, maxAnswerTokens=most))
        found = load_file(tmp_path / "predictions.safetensors")
        head = head_of(folder)
        for item, hidden in enumerate(outputs_of(folder, features)):
            start, end = (hidden @ head["out_proj.weight"].T + head["out_proj.bias"]).unbind(-1)
            low, high = file["context_ranges"][item]
            spans = [(s, e) for s in range(low, high) for e in range(s, min(high, s + most))]
            best = max(spans, key=lambda span: (start[span[0]] + end[span[1]]).item())
            assert tuple(found["spans"][item]) == best
            assert found["scores"][item] == pytest.approx((start[best[0]] + end[best[1]]).item(), abs=2e-6)
            assert found["null_scores"][item] == pytest.approx((start[0] + end[0]).item(), abs=2e-6)


def test_best_spans_prefers_the_shorter_then_the_earlier_of_equals() -> None:
    spans, scores = best_spans(torch.zeros(1, 5), torch.zeros(1, 5), 3)
    assert spans.tolist() == [[0, 0]]
    assert scores.tolist() == [0.0]


def test_missing_head_is_named(checkpoint: Callable[..., str], tmp_path: Path) -> None:
    folder, features = trained(tmp_path, checkpoint(), "classification")
    with pytest.raises(EngineError, match='no head "other"; it has task') as failure:
        run(predict_request(tmp_path, folder, features, task="other"))
    assert failure.value.code == "NO_HEAD"


@pytest.mark.parametrize("kind", ["xlm-roberta", "bert", "rembert", "deberta-v2"])
def test_embed_pools_any_layer(kind: str, checkpoint: Callable[..., str], tmp_path: Path) -> None:
    """RemBERT and DeBERTa run padded, the others packed."""
    folder = checkpoint(kind)
    sequences = random_sequences(np.random.default_rng(3), LENGTHS)
    features = save_features(tmp_path / "features.safetensors", sequences)
    wanted = [(0, "mean"), (1, "mean"), (1, "first-token"), (2, "mean")]
    for outputs in (wanted, wanted[:2]):  # the second leaves layer 2 uncomputed
        request = {
            "op": "embed",
            "id": "e",
            "checkpoint": folder,
            "features": features,
            "outputs": [
                {"layer": layer, "pooling": pooling, "path": str(tmp_path / f"{layer}-{pooling}.safetensors")}
                for layer, pooling in outputs
            ],
            "precision": "fp32",
            "batching": BATCHING[kind],
            "runtime": {**RUNTIME, "maxTokens": 40},
        }
        run(request)
        model = AutoModel.from_pretrained(folder).eval()
        for layer, pooling in outputs:
            found = load_file(tmp_path / f"{layer}-{pooling}.safetensors")["embeddings"]
            assert found.dtype == np.float32
            for item, sequence in enumerate(sequences):
                with torch.no_grad():
                    hidden = model(torch.tensor([sequence]), output_hidden_states=True).hidden_states[layer][0]
                expected = hidden.mean(0) if pooling == "mean" else hidden[0]
                np.testing.assert_allclose(found[item], expected, atol=3e-6)
        for path in tmp_path.glob("*-*.safetensors"):
            path.unlink()


def test_model_is_loaded_once_and_again_when_a_file_changes(
    checkpoint: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import polyvia_engine.models as module

    folder, features = trained(tmp_path, checkpoint(), "classification")
    loads: list[str] = []
    original = module.load_for_inference
    monkeypatch.setattr(module, "load_for_inference", lambda path: (loads.append(path), original(path))[1])
    models = ModelCache()
    for _ in range(3):
        run(predict_request(tmp_path, folder, features), Recorder(), models)
    assert len(loads) == 1
    heads = Path(folder) / "heads.safetensors"
    heads.write_bytes(heads.read_bytes())
    run(predict_request(tmp_path, folder, features), Recorder(), models)
    assert len(loads) == 2
