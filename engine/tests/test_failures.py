"""Whatever is wrong with a request or a file has a code and names the place; nothing half-written stays."""

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from cases import HEADS, make_case, train_request
from conftest import run
from safetensors.numpy import load_file, save_file

from polyvia_engine.errors import EngineError, classify

Request = dict[str, Any]


@pytest.fixture
def good(checkpoint: Callable[..., str], tmp_path: Path) -> Callable[[str], Request]:
    """A request that would succeed."""

    def make(head: str = "classification") -> Request:
        return train_request(tmp_path, checkpoint(), head, *make_case(tmp_path, head, [9, 4, 17, 9, 3, 30]))

    return make


def change(path: str, **tensors: Any) -> None:
    """Replaces tensors of a file; None removes one."""
    changed = {**load_file(path), **tensors}
    save_file({name: value for name, value in changed.items() if value is not None}, path)


def edited(path: str, name: str, place: Any, value: Any) -> None:
    tensor = load_file(path)[name]
    tensor[place] = value
    change(path, **{name: tensor})


FEATURES: dict[str, tuple[str, Callable[[str], None], str]] = {
    "token id beyond the vocabulary": ("classification", lambda f: edited(f, "ids", 3, 97), '"ids" entry 3 is 97'),
    "negative token id": ("classification", lambda f: edited(f, "ids", 3, -1), '"ids" entry 3'),
    "label too large": ("classification", lambda f: edited(f, "labels", 2, 3), '"labels" of item 2 is 3, not in 0..2'),
    "label unknown": ("classification", lambda f: edited(f, "labels", 2, -1), '"labels" of item 2 is -1'),
    "no labels": ("classification", lambda f: change(f, labels=None), 'no tensor "labels"'),
    "labels of another type": ("classification", lambda f: change(f, labels=np.zeros(6, np.int64)), "torch.int64"),
    "too few labels": ("classification", lambda f: change(f, labels=np.zeros(5, np.int32)), "5 rows for 6 items"),
    "offsets that fall": ("classification", lambda f: edited(f, "sequence_offsets", 1, 20), "must rise from 0"),
    "offsets that end early": ("classification", lambda f: edited(f, "sequence_offsets", -1, 70), "must rise from 0"),
    "no offsets": ("classification", lambda f: change(f, sequence_offsets=None), 'no tensor "sequence_offsets"'),
    "token type the encoder lacks": (
        "classification",
        lambda f: change(f, type_ids=np.ones(72, np.uint8)),
        '"type_ids" entry 0 is 1',
    ),
    "value not a number": ("regression", lambda f: edited(f, "values", 1, np.nan), "item 1 is not a number"),
    "span beyond the sequence": ("span-extraction", lambda f: edited(f, "spans", (1, 1), 4), "item 1 covers tokens"),
    "span that ends before it starts": ("span-extraction", lambda f: edited(f, "spans", 0, [3, 2]), "item 0 covers"),
    "tag beyond the sequence": ("tagging", lambda f: edited(f, "tag_positions", 0, 9), "outside its sequence"),
    "tag label too large": ("tagging", lambda f: edited(f, "tag_labels", 0, 5), '"tag_labels" entry 0 is 5'),
    "passage missing": (
        "dual-encoder",
        lambda f: change(f, item_offsets=np.array([0, 3, 4, 6], np.int32)),
        "item 1 has one sequence",
    ),
    "choice that is not there": ("multiple-choice", lambda f: edited(f, "labels", 0, 3), "not one of its choices"),
    "file cut short": ("classification", lambda f: truncate(f), "not a whole safetensors file"),
    "file missing": ("classification", lambda f: Path(f).unlink(), "does not exist"),
}


def truncate(path: str) -> None:
    content = Path(path).read_bytes()
    Path(path).write_bytes(content[: len(content) - 7])


@pytest.mark.parametrize("what", FEATURES)
def test_bad_features(what: str, good: Callable[[str], Request]) -> None:
    head, spoil, message = FEATURES[what]
    request = good(head)
    spoil(request["tasks"][0]["features"])
    fails(request, "BAD_FILE", message)


SCHEDULES: dict[str, tuple[str, Callable[[str], None], str]] = {
    "item that is not there": ("classification", lambda f: edited(f, "items", 0, 6), '"items" entry 0 is 6'),
    "task that is not there": ("classification", lambda f: edited(f, "step_task", 0, 1), '"step_task" entry 0'),
    "rate not finite": ("classification", lambda f: edited(f, "learning_rate", 0, np.inf), "not finite"),
    "offsets that end early": ("classification", lambda f: edited(f, "step_offsets", -1, 5), "must rise"),
    "mask beyond the sequence": ("masked-lm", lambda f: edited(f, "mask_positions", 0, 9), "outside its sequence"),
    "mask beyond the vocabulary": ("masked-lm", lambda f: edited(f, "mask_inputs", 0, 97), '"mask_inputs" entry 0'),
    "no masks": (
        "masked-lm",
        lambda f: change(f, mask_offsets=None, mask_positions=None, mask_inputs=None),
        "mask_offsets",
    ),
}


@pytest.mark.parametrize("what", SCHEDULES)
def test_bad_schedule(what: str, good: Callable[[str], Request]) -> None:
    head, spoil, message = SCHEDULES[what]
    request = good(head)
    spoil(request["schedule"])
    fails(request, "BAD_FILE", message)


CHECKPOINTS: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "no folder": (lambda c: c.rename(c.with_name("away")), "BAD_FILE", "no such folder"),
    "no config": (lambda c: (c / "config.json").unlink(), "BAD_FILE", "config.json"),
    "config not JSON": (lambda c: (c / "config.json").write_text("{"), "BAD_FILE", "not JSON"),
    "unknown model": (lambda c: (c / "config.json").write_text('{"model_type": "x"}'), "UNSUPPORTED_MODEL", "x"),
    "no weights": (lambda c: (c / "model.safetensors").unlink(), "BAD_FILE", "model.safetensors"),
    "weights cut short": (lambda c: truncate(str(c / "model.safetensors")), "BAD_FILE", "not a whole safetensors"),
    "a weight missing": (
        lambda c: change(str(c / "model.safetensors"), **{"encoder.layer.0.output.dense.bias": None}),
        "BAD_FILE",
        "lacks 1 of its 37 tensors: encoder.layer.0.output.dense.bias",
    ),
    "a weight of another shape": (
        lambda c: change(str(c / "model.safetensors"), **{"encoder.layer.0.output.dense.bias": np.zeros(3, "f4")}),
        "BAD_FILE",
        'do not fit its config.json: "encoder.layer.0.output.dense.bias" is [3] and not [32]',
    ),
}


@pytest.mark.parametrize("what", CHECKPOINTS)
def test_bad_checkpoint(what: str, good: Callable[[], Request]) -> None:
    spoil, code, message = CHECKPOINTS[what]
    request = good()
    spoil(Path(request["checkpoint"]))
    fails(request, code, message)


def test_sequence_longer_than_the_encoder_reads(checkpoint: Callable[..., str], tmp_path: Path) -> None:
    case = make_case(tmp_path, "classification", [9, 69])
    fails(train_request(tmp_path, checkpoint(), "classification", *case), "BAD_FILE", "has 69 tokens")
    case = make_case(tmp_path, "classification", [9, 68])  # 70 positions less the two before RoBERTa's first
    run(train_request(tmp_path, checkpoint(seed=2), "classification", *case))


@pytest.mark.parametrize("kind", ["rembert", "deberta-v2"])
def test_encoder_that_cannot_pack_says_so(kind: str, checkpoint: Callable[..., str], tmp_path: Path) -> None:
    case = make_case(tmp_path, "classification", [9, 12])
    request = train_request(tmp_path, checkpoint(kind), "classification", *case)
    fails(request, "UNSUPPORTED_MODEL", 'use batching "padded"')
    run({**request, "batching": "padded"})


def test_masked_lm_needs_a_tied_decoder(checkpoint: Callable[..., str], tmp_path: Path) -> None:
    case = make_case(tmp_path, "masked-lm", [9, 12])
    request = train_request(tmp_path, checkpoint("rembert"), "masked-lm", *case, batching="padded")
    fails(request, "UNSUPPORTED_MODEL", "tied")


def test_loss_that_is_not_finite_stops_training(good: Callable[[str], Request]) -> None:
    request = good("regression")
    edited(request["tasks"][0]["features"], "values", 0, 3e38)
    fails(request, "NOT_FINITE", "step 1 is not finite")


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_weights_that_are_not_finite_are_named_at_load(value: float, good: Callable[[], Request]) -> None:
    request = good()
    weights = str(Path(request["checkpoint"]) / "model.safetensors")
    for name, place in (("encoder.layer.0.output.dense.bias", 0), ("encoder.layer.1.output.dense.weight", (2, 3))):
        edited(weights, name, place, value)
    expected = '"encoder.layer.0.output.dense.bias" (1 of 32), "encoder.layer.1.output.dense.weight" (1 of 1536)'
    fails(request, "BAD_FILE", f"not finite: {expected}")


def test_weights_that_overflow_in_the_last_step_are_not_written(good: Callable[[], Request]) -> None:
    request = good()
    change(request["schedule"], learning_rate=np.array([3e38], np.float32))
    request["optimizer"] = {**request["optimizer"], "weightDecay": 2.0}
    fails(request, "NOT_FINITE", "weights to be written are not finite")


def test_evaluation_beyond_the_schedule(good: Callable[[], Request]) -> None:
    fails({**good(), "evaluateAt": [2]}, "BAD_REQUEST", "beyond the last step, 1")


def test_two_tasks_of_one_name(good: Callable[[], Request]) -> None:
    request = good()
    fails({**request, "tasks": request["tasks"] * 2}, "BAD_REQUEST", "same name")


@pytest.mark.parametrize("head", ["dual-encoder", "masked-lm"])
def test_development_of_a_head_that_predicts_nothing(head: str, good: Callable[[str], Request]) -> None:
    request = good(head)
    request["tasks"][0]["development"] = request["tasks"][0]["features"]
    words = 'leave "development" out' if head == "dual-encoder" else "makes no predictions"
    fails(request, "BAD_REQUEST", words)


@pytest.mark.parametrize(
    ("shares", "head", "message"),
    [
        ("third", "classification", 'shares the head of "third", which is no task before it'),
        ("second", "classification", 'shares the head of "second", which is no task before it'),
        ("task", "regression", "which has another form"),
    ],
)
def test_heads_that_cannot_be_shared(shares: str, head: str, message: str, good: Callable[[], Request]) -> None:
    request = good()
    request["tasks"].append({**request["tasks"][0], "name": "second", "shares": shares, "head": HEADS[head]})
    fails(request, "BAD_REQUEST", message)


def test_device_that_is_not_there(good: Callable[[], Request]) -> None:
    request = good()
    request["runtime"] = {**request["runtime"], "device": "cuda:9"}
    fails(request, "BAD_REQUEST", "cuda:9")


def test_disk_that_is_full(good: Callable[[], Request], monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    request = good()
    monkeypatch.setattr("safetensors.torch.save_file", full)
    fails(request, "DISK_FULL", "No space left")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MemoryError(), "OUT_OF_MEMORY"),
        (torch.OutOfMemoryError("CUDA out of memory"), "OUT_OF_MEMORY"),
        (RuntimeError("[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: can't allocate memory"), "OUT_OF_MEMORY"),
        (OSError(errno.ENOSPC, "x"), "DISK_FULL"),
        (RuntimeError("something else"), "INTERNAL"),
    ],
)
def test_classify(error: Exception, code: str) -> None:
    assert classify(error)[0] == code


def test_memory_that_cannot_be_had_is_classified() -> None:
    with pytest.raises(RuntimeError) as failure:
        torch.empty(1 << 62, dtype=torch.uint8)
    assert classify(failure.value)[0] == "OUT_OF_MEMORY"


def fails(request: Request, code: str, message: str) -> None:
    with pytest.raises(Exception) as failure:  # noqa: PT011
        run(request)
    found, text = classify(failure.value)
    assert (found, message in text) == (code, True), text
    assert found in ("DISK_FULL", "INTERNAL") or isinstance(failure.value, EngineError)
    assert list(Path(request["output"]).iterdir()) == []


def test_every_head_is_covered() -> None:
    assert {head for head, *_ in FEATURES.values()} | {"masked-lm"} == set(HEADS)
