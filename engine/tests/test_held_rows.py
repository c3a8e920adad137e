"""Training with the rows of the word embedding that are read, against training with all of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from cases import HEADS, make_case, train_request
from conftest import OPTIMIZER, RUNTIME, VOCABULARY, Recorder, random_sequences, run, save_features, save_schedule
from safetensors.numpy import load_file
from torch import nn

import polyvia_engine.train
from polyvia_engine.batch import make_batch
from polyvia_engine.checkpoint import load_for_training, own_memory
from polyvia_engine.errors import EngineError, Interrupted
from polyvia_engine.features import load_features
from polyvia_engine.held_rows import hold_rows
from polyvia_engine.schedule import load_schedule

LENGTHS = [9, 4, 17, 9, 3, 30, 12, 9, 4]
STEPS = 12
NAME = "embeddings.word_embeddings.weight"
NAMES = {"modernbert": "embeddings.tok_embeddings.weight"}
UNTIED = [head for head in HEADS if head != "masked-lm"]


def repeated(schedule: str, steps: int = STEPS) -> str:
    """A schedule of one step, so many times."""
    tensors = load_file(schedule)
    items = tensors["items"]
    return save_schedule(Path(schedule), [items.tolist()] * steps, learning_rate=1e-3)


def few_words(random: np.random.Generator, lengths: list[int], low: int, high: int) -> list[list[int]]:
    return [[0, *random.integers(low, high, length - 2).tolist(), 2] for length in lengths]


def hold_all(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(polyvia_engine.train, "ids_read", lambda *_: np.arange(VOCABULARY))


def written(request: dict[str, Any]) -> dict[str, Any]:
    folder = Path(request["output"])
    return {
        **load_file(folder / "model.safetensors"),
        **load_file(folder / "heads.safetensors"),
        **load_file(folder / "losses.safetensors"),
    }


def both(patch: pytest.MonkeyPatch, request_of: Callable[[str], dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """What training writes with the rows that are read, and with all."""
    few = request_of("few")
    run(few, Recorder(lambda step: (step <= 8, False)))
    every = request_of("every")
    with patch.context() as context:
        hold_all(context)
        run(every, Recorder(lambda step: (step <= 8, False)))
    return written(few), written(every)


@pytest.mark.parametrize(
    ("kind", "head", "batching"),
    [
        *(("xlm-roberta", head, "packed") for head in UNTIED),
        ("xlm-roberta", "classification", "padded"),
        ("bert", "tagging", "packed"),
        ("electra", "classification", "packed"),
        ("modernbert", "span-extraction", "packed"),
        ("rembert", "classification", "padded"),
        ("deberta-v2", "multiple-choice", "padded"),
    ],
)
def test_without_decay_every_bit_is_as_with_all_rows(
    kind: str,
    head: str,
    batching: str,
    checkpoint: Callable[..., str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Clipping acts at every step, so its norm is the same too."""
    folder = checkpoint(kind, dropout=0.1)
    features, schedule = make_case(tmp_path, head, LENGTHS)
    schedule = repeated(schedule)
    settings = {
        "batching": batching,
        "runtime": {**RUNTIME, "maxTokens": 40},
        "optimizer": {**OPTIMIZER, "weightDecay": 0.0, "clipNorm": 1e-3},
    }
    few, every = both(
        monkeypatch,
        lambda name: train_request(tmp_path, folder, head, features, schedule, name=name, **settings),
    )
    assert len(np.unique(load_file(features)["ids"])) < VOCABULARY - 20
    assert few.keys() == every.keys()
    different = [name for name in few if few[name].tobytes() != every[name].tobytes()]
    assert different == []
    before = load_file(Path(folder) / "model.safetensors")[NAMES.get(kind, NAME)]
    assert (every[NAMES.get(kind, NAME)] != before).any(1).sum() > 20


def test_with_decay_rows_that_are_read_are_the_same_and_the_others_decayed(
    checkpoint: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of weights that were kept at an earlier step, after which development data of other words was read."""
    folder = checkpoint(dropout=0.1)
    random = np.random.default_rng(1)
    labels = random.integers(0, 3, len(LENGTHS)).astype(np.int32)
    trained, predicted = few_words(random, LENGTHS, 5, 30), few_words(random, LENGTHS, 50, 70)
    features = save_features(tmp_path / "train.safetensors", trained, labels=labels)
    development = save_features(tmp_path / "dev.safetensors", predicted, labels=labels)
    schedule = save_schedule(tmp_path / "s.safetensors", [[0, 3, 6, 8], [1, 2, 4]] * 6)
    few, every = both(
        monkeypatch,
        lambda name: train_request(
            tmp_path,
            folder,
            "classification",
            features,
            schedule,
            name=name,
            optimizer={**OPTIMIZER, "weightDecay": 0.1},
            development=development,
            evaluateAt=[4, 8, 12],
        ),
    )
    assert [name for name in few if name != NAME and (few[name] != every[name]).any()] == []
    rows, all_rows = few[NAME], every[NAME]
    # Items 5 and 7 are in no step; 1 is the padding.
    used = [sequence for item, sequence in enumerate(trained) if item not in (5, 7)]
    read = np.unique([1, *(id for sequence in used + predicted for id in sequence)])
    unread = np.setdiff1d(np.arange(VOCABULARY), read)
    assert (rows[read] == all_rows[read]).all()
    assert len(unread) > 30
    rates = load_file(schedule)["learning_rate"][:8].astype(np.float64)
    before = load_file(Path(folder) / "model.safetensors")[NAME]
    expected = before[unread].astype(np.float64) * np.prod(1 - rates * 0.1)
    assert np.abs(rows[unread] / expected - 1).max() < 2**-23
    # Torch rounds the factor and the product at each of the 8 steps.
    assert np.abs(all_rows[unread] / expected - 1).max() < 8 * 1.5 * 2**-24
    assert np.abs(before[unread] / expected - 1).min() > 100 * 8 * 1.5 * 2**-24


def test_weights_are_those_of_dense_adamw_of_torch(checkpoint: Callable[..., str], tmp_path: Path) -> None:
    """Bit for bit, with nothing of ours but the batches and the loss."""
    folder = checkpoint()
    features, schedule = make_case(tmp_path, "classification", LENGTHS)
    schedule = repeated(schedule)
    optimizer = {**OPTIMIZER, "weightDecay": 0.0, "clipNorm": 0.0}
    request = train_request(tmp_path, folder, "classification", features, schedule, optimizer=optimizer)
    run(request)

    spec: Any = HEADS["classification"]
    model, _ = load_for_training(folder, [("task", spec)], None, request["seed"], 0.02)
    own_memory(model.encoder)
    model.train(True)
    model.encoder.set_batching("packed")
    dataset = load_features(features, model.encoder.limits())
    plan = load_schedule(schedule, [dataset], [model.heads["task"]], VOCABULARY)
    adamw = torch.optim.AdamW(model.named_parameters().values(), lr=0.0, weight_decay=0.0, fused=True)
    for step in range(plan.steps):
        batch = make_batch(dataset, plan.items_M[plan.places(step)], torch.device("cpu"))
        loss = model.heads["task"].loss(model.encoder(batch), batch) / len(LENGTHS)
        adamw.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        adamw.param_groups[0]["lr"] = float(plan.learning_rate_K[step])
        adamw.step()
    ours = written(request)
    for name, parameter in model.named_parameters().items():
        stored = ours[name.removeprefix("encoder/").removeprefix("heads/")]
        assert stored.tobytes() == parameter.detach().numpy().tobytes(), name


def test_a_tied_head_keeps_every_row(checkpoint: Callable[..., str], tmp_path: Path) -> None:
    folder = checkpoint()
    for head in ("masked-lm", "classification"):
        features, schedule = make_case(tmp_path, head, LENGTHS)
        request = train_request(
            tmp_path, folder, head, features, schedule, name=head, saving={"seconds": 0, "share": 1}
        )
        run(request)
        (state,) = Path(request["state"]).glob("state-*/state.safetensors")
        tensors = load_file(state)
        held = {len(tensors[name]) for name in tensors if name.endswith(NAME) and "/step/" not in name}
        read = np.unique(np.append(load_file(features)["ids"], 1))
        assert held == {VOCABULARY if head == "masked-lm" else len(read)}


def test_resume_with_few_rows_gives_the_same_bytes(checkpoint: Callable[..., str], tmp_path: Path) -> None:
    folder = checkpoint(dropout=0.1)
    features, schedule = make_case(tmp_path, "span-extraction", LENGTHS)
    schedule = repeated(schedule)

    def request_of(name: str) -> dict[str, Any]:
        return train_request(
            tmp_path,
            folder,
            "span-extraction",
            features,
            schedule,
            name=name,
            development=features,
            evaluateAt=[3, 6, 9],
        )

    run(request_of("whole"), Recorder(lambda step: (step == 6, False)))
    chopped = request_of("chopped")
    for stop in (3, 6, 9):
        with pytest.raises(Interrupted):
            run(chopped, Recorder(lambda step: (step == 6, False), interrupt_at=-stop))
    run(chopped, Recorder(lambda step: (step == 6, False)))
    for file in ("model", "heads", "losses"):
        one, other = (tmp_path / f"{name}-output" / f"{file}.safetensors" for name in ("whole", "chopped"))
        assert one.read_bytes() == other.read_bytes()


def test_a_checkpoint_that_changes_meanwhile_is_told(
    checkpoint: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its other rows would be of another model."""
    folder = checkpoint()
    features, schedule = make_case(tmp_path, "classification", LENGTHS)
    request = train_request(tmp_path, folder, "classification", features, schedule)
    weights = Path(folder) / "model.safetensors"
    original = polyvia_engine.train.Training._train_step

    def changing(self: Any) -> Any:
        weights.write_bytes(weights.read_bytes())
        return original(self)

    monkeypatch.setattr(polyvia_engine.train.Training, "_train_step", changing)
    with pytest.raises(EngineError, match="has changed since training from it began") as failure:
        run(request)
    assert failure.value.code == "BAD_FILE"
    assert not any(Path(request["output"]).iterdir())


def test_an_id_whose_row_is_not_held_fails() -> None:
    embeddings = nn.Embedding(9, 4, padding_idx=5)
    before = embeddings.weight.detach().clone()
    hold_rows(embeddings, np.array([2, 5, 7]))
    ids = torch.tensor([[7, 2], [5, 7]])
    assert torch.equal(embeddings(ids), before[ids])
    with pytest.raises(IndexError):
        embeddings(torch.tensor([3]))


def test_rows_of_items_in_no_step_are_not_held(checkpoint: Callable[..., str], tmp_path: Path) -> None:
    folder = checkpoint()
    sequences = random_sequences(np.random.default_rng(2), [6, 6, 6])
    features = save_features(tmp_path / "f.safetensors", sequences, labels=np.array([0, 1, 2], np.int32))
    schedule = save_schedule(tmp_path / "s.safetensors", [[2], [0]])
    request = train_request(tmp_path, folder, "classification", features, schedule, saving={"seconds": 0, "share": 1})
    run(request)
    (state,) = Path(request["state"]).glob("state-*/state.safetensors")
    assert len(load_file(state)[f"weights/encoder/{NAME}"]) == len({1, *sequences[0], *sequences[2]})
