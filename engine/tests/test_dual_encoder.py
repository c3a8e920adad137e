"""The loss of a sentence encoder: against other code, whole against in parts, and what `embed` then gives."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from cases import HEADS, train_request
from conftest import RUNTIME, random_sequences, run, save_features, save_schedule
from safetensors.numpy import load_file
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from torch import Tensor, nn

from polyvia_engine.batch import cut_by_tokens, make_batch
from polyvia_engine.checkpoint import Model, load_for_training
from polyvia_engine.encoder import autocast
from polyvia_engine.features import Features, load_features
from polyvia_engine.gradients import backpropagate
from polyvia_engine.heads import BatchHead

CPU = torch.device("cpu")
LENGTHS = [5, 9, 4, 12, 3, 30, 7, 7, 7, 22, 4, 15]
ITEMS = [2, 4, 3, 3]


def features_of(folder: Path) -> str:
    sequences = random_sequences(np.random.default_rng(11), LENGTHS)
    return save_features(folder / "dual.safetensors", sequences, ITEMS)


def opened(checkpoint: str, features: str, **changes: Any) -> tuple[Model, BatchHead, Features]:
    model, _ = load_for_training(
        checkpoint,
        [("task", {**HEADS["dual-encoder"], **changes})],  # type: ignore[list-item]
        None,
        seed=3,
        spread=0.02,
    )
    head = model.heads["task"]
    assert isinstance(head, BatchHead)
    model.train(True)
    return model, head, load_features(features, model.encoder.limits())


def gradients_of(model: Model) -> dict[str, Tensor]:
    found = {name: each.grad.clone() for name, each in model.named_parameters().items() if each.grad is not None}
    for parameter in model.named_parameters().values():
        parameter.grad = None
    return found


@pytest.mark.parametrize("negatives", [0, 1, 3])
def test_loss_and_gradients_equal_multiple_negatives_ranking(
    negatives: int, checkpoint: Callable[..., str], tmp_path: Path
) -> None:
    """sentence-transformers wants the columns query, positive, negative 1, ...; here they are the rows of an item."""
    _, head, _ = opened(checkpoint(), features_of(tmp_path))
    items, columns = 13, 2 + negatives
    generator = torch.Generator().manual_seed(negatives)
    ours = torch.randn(items, columns, 32, generator=generator, requires_grad=True)
    theirs = ours.detach().clone().requires_grad_()
    unit = nn.functional.normalize(ours.view(-1, 32), dim=1)
    loss = head.loss_of_vectors(unit, np.full(items, columns)) / items
    loss.backward()
    reference = MultipleNegativesRankingLoss(model=nn.Identity(), scale=20.0)  # type: ignore[arg-type]
    expected = reference.compute_loss_from_embeddings(list(theirs.unbind(1)), None)
    expected.backward()
    assert loss.item() == pytest.approx(expected.item(), rel=1e-6)
    assert ours.grad is not None
    assert theirs.grad is not None
    torch.testing.assert_close(ours.grad, theirs.grad, rtol=1e-5, atol=1e-7)


def test_loss_equals_plain_loops_with_unequal_numbers_of_negatives(
    checkpoint: Callable[..., str], tmp_path: Path
) -> None:
    """Also when one passage stands in two items: the copy counts as wrong, as in the official code."""
    _, head, _ = opened(checkpoint(), features_of(tmp_path))
    vectors = np.random.default_rng(2).normal(size=(sum(ITEMS), 8))
    vectors[3] = vectors[1]  # item 1's right passage is item 0's as well
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    firsts = np.cumsum(ITEMS) - ITEMS
    passages = [row for row in range(sum(ITEMS)) if row not in firsts]
    expected = 0.0
    for first in firsts:
        scores = {row: 20 * float(unit[first] @ unit[row]) for row in passages}
        expected += np.log(sum(np.exp(score) for score in scores.values())) - scores[first + 1]
    loss = head.loss_of_vectors(torch.tensor(unit, dtype=torch.float32), np.array(ITEMS))
    assert loss.item() == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("pooling", ["mean", "first-token"])
@pytest.mark.parametrize("precision", ["fp32", "bf16"])
@pytest.mark.parametrize("batching", ["packed", "padded"])
@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_parts_have_the_loss_and_gradients_of_one_graph(
    dropout: float, batching: Any, precision: Any, pooling: str, checkpoint: Callable[..., str], tmp_path: Path
) -> None:
    """Against one graph over all parts, each with the dropout of its seed."""
    model, head, dataset = opened(checkpoint(dropout=dropout), features_of(tmp_path), pooling=pooling)
    model.encoder.set_batching(batching)
    everything = np.arange(dataset.items)
    parts = [make_batch(dataset, part, CPU) for part in cut_by_tokens(dataset, everything, 60, batching)]
    assert len(parts) >= 3

    vectors = []
    for part, batch in enumerate(parts):
        torch.manual_seed(part + 100)
        with autocast(CPU, precision):
            vectors.append(head.vectors(model.encoder(batch), batch))
    loss = head.loss_of_vectors(torch.cat(vectors), np.array(ITEMS)) / len(ITEMS)
    loss.backward()
    expected = gradients_of(model)

    found_loss = backpropagate(model.encoder, head, parts, precision, lambda part: part + 100)
    found = gradients_of(model)
    assert found_loss == pytest.approx(loss.item(), rel=1e-6)
    assert found.keys() == expected.keys()
    assert "heads/task/scale" in found
    size = max(each.abs().max().item() for each in expected.values())
    tolerance = 1e-6 if precision == "fp32" else 1e-2  # bf16 sums of parts round apart
    for name, each in expected.items():
        torch.testing.assert_close(found[name], each, rtol=0, atol=tolerance * size)

    if dropout == 0:
        whole = [make_batch(dataset, everything, CPU)]
        assert backpropagate(model.encoder, head, whole, "fp32", lambda part: part) == pytest.approx(
            loss.item(), rel=1e-5 if precision == "fp32" else 2e-2
        )
    else:  # the masks matter: other seeds, other loss
        other = backpropagate(model.encoder, head, parts, precision, lambda part: part + 200)
        assert abs(other - loss.item()) > 1e-3


def test_parts_lower_the_loss_no_more_than_the_batch_does(checkpoint: Callable[..., str], tmp_path: Path) -> None:
    """Cutting must not lose the other parts' passages as candidates: parts alone would have a lower loss."""
    model, head, dataset = opened(checkpoint(), features_of(tmp_path))
    alone = sum(
        backpropagate(model.encoder, head, [make_batch(dataset, np.array([item]), CPU)], "fp32", lambda part: part)
        for item in range(dataset.items)
    ) / len(ITEMS)
    parts = [make_batch(dataset, np.array([item]), CPU) for item in range(dataset.items)]
    assert backpropagate(model.encoder, head, parts, "fp32", lambda part: part) > alone + 0.1


@pytest.mark.parametrize("pooling", ["mean", "first-token"])
@pytest.mark.parametrize("kind", ["xlm-roberta", "deberta-v2"])
def test_embed_of_the_last_layer_gives_what_the_loss_saw(
    kind: str, pooling: str, checkpoint: Callable[..., str], tmp_path: Path
) -> None:
    folder = checkpoint(kind)
    batching = "padded" if kind == "deberta-v2" else "packed"
    features = features_of(tmp_path)
    schedule = save_schedule(tmp_path / "schedule.safetensors", [[0, 1, 2, 3]] * 2)
    head = {**HEADS["dual-encoder"], "pooling": pooling}
    request = train_request(tmp_path, folder, "dual-encoder", features, schedule, batching=batching)
    request["tasks"][0]["head"] = head
    run(request)
    arrays = load_file(features)
    del arrays["item_offsets"]
    flat = save_features(
        tmp_path / "flat.safetensors",
        [ids.tolist() for ids in np.split(arrays["ids"], arrays["sequence_offsets"][1:-1])],
    )
    outputs = [{"layer": 2, "pooling": pooling, "path": str(tmp_path / "vectors.safetensors")}]
    runtime = {**RUNTIME, "maxTokens": 40}
    embed = {
        "op": "embed",
        "id": "e",
        "features": flat,
        "outputs": outputs,
        "precision": "fp32",
        "batching": request["batching"],
        "runtime": runtime,
    }
    run({**embed, "checkpoint": request["output"]})
    stored = load_file(tmp_path / "vectors.safetensors")["embeddings"]

    model, trained, dataset = opened(request["output"], features, pooling=pooling)
    model.train(False)
    model.encoder.set_batching(batching)  # type: ignore[arg-type]
    batch = make_batch(dataset, np.arange(dataset.items), CPU)
    with torch.no_grad():
        seen = trained.vectors(model.encoder(batch), batch).numpy()
    np.testing.assert_allclose(stored / np.linalg.norm(stored, axis=1, keepdims=True), seen, atol=1e-6)


def test_training_teaches_which_passage_belongs_to_which_query(checkpoint: Callable[..., str], tmp_path: Path) -> None:
    """A query shares one rare token with its passage; new pairs of the same kind are found afterwards."""
    generator = np.random.default_rng(4)

    def pairs(count: int) -> list[list[int]]:
        keys = generator.permutation(40)[:count] + 5
        return [
            [0, *generator.permutation([key, *generator.integers(50, 97, 4).tolist()]).tolist(), 2]
            for key in keys
            for _ in range(2)
        ]

    features = save_features(tmp_path / "train.safetensors", [row for _ in range(40) for row in pairs(16)], [2] * 640)
    steps = [list(range(first * 16, first * 16 + 16)) for first in range(40)] * 3
    schedule = save_schedule(tmp_path / "schedule.safetensors", steps, learning_rate=2e-3)
    request = train_request(tmp_path, checkpoint(), "dual-encoder", features, schedule)
    request["runtime"] = {**RUNTIME, "maxTokens": 100}  # each step in three parts
    run(request)
    losses = load_file(Path(request["output"]) / "losses.safetensors")["loss"]
    scale = load_file(Path(request["output"]) / "heads.safetensors")["task/scale"]
    assert losses[-10:].mean() < 0.5 * losses[:5].mean()
    assert scale.shape == (1,)
    assert scale[0] != 20

    rows = pairs(30)
    outputs = [{"layer": 2, "pooling": "mean", "path": str(tmp_path / "v.safetensors")}]
    flat = save_features(tmp_path / "test.safetensors", rows)
    embed = {
        "op": "embed",
        "id": "e",
        "features": flat,
        "outputs": outputs,
        "precision": "fp32",
        "batching": "packed",
        "runtime": RUNTIME,
    }

    def accuracy(folder: str) -> float:
        run({**embed, "checkpoint": folder})
        vectors = load_file(tmp_path / "v.safetensors")["embeddings"]
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return float(np.mean((vectors[::2] @ vectors[1::2].T).argmax(1) == np.arange(30)))

    before, after = accuracy(request["checkpoint"]), accuracy(request["output"])
    print(f"right passage first: {before:.2f} before, {after:.2f} after training")
    assert after > max(0.6, 2 * before)


def test_fixed_scale_is_not_trained(checkpoint: Callable[..., str], tmp_path: Path) -> None:
    features = features_of(tmp_path)
    schedule = save_schedule(tmp_path / "schedule.safetensors", [[0, 1, 2, 3]])
    request = train_request(tmp_path, checkpoint(), "dual-encoder", features, schedule)
    request["tasks"][0]["head"] = {**HEADS["dual-encoder"], "learnScale": False}
    assert run(request)["started"]["handover"]["created"] == []
    assert load_file(Path(request["output"]) / "heads.safetensors") == {}
