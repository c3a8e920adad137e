"""A training phase stopped anywhere and continued ends in the same bytes."""

import hashlib
import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases import HEADS, train_request
from conftest import RUNTIME, VOCABULARY, Recorder, random_sequences, run, save_features, save_schedule
from safetensors.numpy import load_file

from polyvia_engine.errors import EngineError, Interrupted
from polyvia_engine.state import StateFolder
from polyvia_engine.train import Training

STEPS = 12
EVALUATE_AT = [4, 8, 12]


def decide(step: int) -> tuple[bool, bool]:
    """The weights of step 8 are the best."""
    return step <= 8, False


@pytest.fixture
def request_of(checkpoint: Callable[..., str], tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """A request with two tasks (classification and masked-LM), dropout, and evaluation points."""
    generator = np.random.default_rng(5)
    lengths = generator.integers(4, 25, 40).tolist()
    sequences = random_sequences(generator, lengths)
    labels = generator.integers(0, 3, 40).astype(np.int32)
    features = save_features(tmp_path / "features.safetensors", sequences, labels=labels)
    steps = [generator.permutation(40)[:8].tolist() for _ in range(STEPS)]
    tasks = [step % 2 for step in range(STEPS)]
    masks = [
        ([1, 2], generator.integers(4, VOCABULARY, 2).tolist()) if task else ([], [])
        for step, task in zip(steps, tasks, strict=True)
        for _ in step
    ]
    schedule = save_schedule(tmp_path / "schedule.safetensors", steps, tasks, masks)

    def make(name: str, precision: str = "fp32", **changes: Any) -> dict[str, Any]:
        request = train_request(
            tmp_path,
            str(tmp_path / "checkpoint-xlm-roberta-0.1-1"),
            "classification",
            features,
            schedule,
            name=name,
            precision=precision,
            evaluateAt=EVALUATE_AT,
            development=features,
            runtime={**RUNTIME, "maxTokens": 64},
            **{"saving": {"seconds": 0, "share": 1}, **changes},
        )
        request["tasks"].append({"name": "mlm", "head": HEADS["masked-lm"], "features": features})
        return request

    checkpoint(dropout=0.1)
    return make


@pytest.fixture
def sharing_request_of(checkpoint: Callable[..., str], tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """A request with a dual encoder of a learned scale, cut into parts, and two tasks that share a head."""
    generator = np.random.default_rng(8)
    sequences = random_sequences(generator, generator.integers(4, 25, 40).tolist())
    passages = save_features(tmp_path / "passages.safetensors", sequences, [2] * 20)
    labels = generator.integers(0, 3, 40).astype(np.int32)
    classes = save_features(tmp_path / "classes.safetensors", sequences, labels=labels)
    tasks = [step % 3 for step in range(STEPS)]
    steps = [generator.permutation(40 if task else 20)[:8].tolist() for task in tasks]
    schedule = save_schedule(tmp_path / "schedule.safetensors", steps, tasks)

    def make(name: str, precision: str = "fp32", **changes: Any) -> dict[str, Any]:
        request = train_request(
            tmp_path,
            str(tmp_path / "checkpoint-xlm-roberta-0.1-1"),
            "dual-encoder",
            passages,
            schedule,
            name=name,
            precision=precision,
            evaluateAt=EVALUATE_AT,
            runtime={**RUNTIME, "maxTokens": 64},
            **{"saving": {"seconds": 0, "share": 1}, **changes},
        )
        task = {"head": HEADS["classification"], "features": classes, "development": classes}
        request["tasks"] += [{**task, "name": "one"}, {**task, "name": "two", "shares": "one"}]
        return request

    checkpoint(dropout=0.1)
    return make


MAKERS = ["request_of", "sharing_request_of"]


@pytest.fixture
def any_request_of(maker: str, request: pytest.FixtureRequest) -> Callable[..., dict[str, Any]]:
    made: Callable[..., dict[str, Any]] = request.getfixturevalue(maker)
    return made


def result(request: dict[str, Any]) -> dict[str, str]:
    files = sorted(Path(request["output"]).iterdir())
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


class Killed(BaseException):
    """Stands for SIGKILL: nothing of the worker handles it."""


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_training_twice_gives_the_same_bytes(precision: str, any_request_of: Callable[..., dict[str, Any]]) -> None:
    results = []
    for name in ("one", "two"):
        request = any_request_of(name, precision)
        channel = run(request, Recorder(decide))
        assert channel["done"]["bestStep"] == 8
        results.append(result(request))
    assert results[0] == results[1]
    assert len(load_file(Path(request["output"]) / "losses.safetensors")["loss"]) == STEPS


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_resume_after_interrupts_gives_the_same_bytes(
    precision: str, any_request_of: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = any_request_of("whole", precision)
    run(whole, Recorder(decide))

    chopped = any_request_of("chopped", precision, saving={"seconds": 3600, "share": 1})
    started = []
    for stop in (1, 3, -4, 5, 8, -12):  # negative: while the decision on that step is awaited
        channel = Recorder(decide, interrupt_at=stop)
        with monkeypatch.context() as patch:
            interrupt_after(patch, channel, stop)
            with pytest.raises(Interrupted) as interrupted:
                run(chopped, channel)
        assert interrupted.value.step == abs(stop)
        started.append(channel["started"]["step"])
    channel = run(chopped, Recorder(decide))
    assert started == [0, 1, 3, 4, 5, 8]
    assert channel["started"]["step"] == 12
    assert channel["evaluated"]["step"] == 12
    assert result(chopped) == result(whole)


@pytest.mark.parametrize("maker", MAKERS)
def test_resume_after_kills_at_any_point_gives_the_same_bytes(
    any_request_of: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = any_request_of("whole")
    run(whole, Recorder(decide))

    chopped = any_request_of("chopped")
    generator = random.Random(4)
    kills = 0
    for _ in range(200):
        with monkeypatch.context() as patch:
            kill_somewhere(patch, generator)
            try:
                channel = run(chopped, Recorder(decide))
                break
            except Killed:
                kills += 1
    assert kills >= 5
    assert channel["done"]["bestStep"] == 8
    assert result(chopped) == result(whole)


def interrupt_after(patch: pytest.MonkeyPatch, channel: Recorder, step: int) -> None:
    original = Training._train_step

    def step_then_interrupt(self: Training) -> tuple[float, int]:
        outcome = original(self)
        channel.interrupted = self.step + 1 == step
        return outcome

    patch.setattr(Training, "_train_step", step_then_interrupt)


def kill_somewhere(patch: pytest.MonkeyPatch, generator: random.Random) -> None:
    """Dies before or after a step, before or inside a save, or in the middle of writing a file."""
    for owner, name in ((Training, "_train_step"), (Training, "_evaluate"), (StateFolder, "save")):
        original = getattr(owner, name)

        def dying(*arguments: Any, original: Callable[..., Any] = original) -> Any:
            if generator.random() < 0.05:
                raise Killed
            outcome = original(*arguments)
            if generator.random() < 0.05:
                raise Killed
            return outcome

        patch.setattr(owner, name, dying)

    import polyvia_engine.files

    replace = polyvia_engine.files.os.replace

    def dying_replace(*arguments: Any) -> None:
        if generator.random() < 0.05:
            raise Killed
        replace(*arguments)

    patch.setattr("os.replace", dying_replace)


def test_decision_to_stop_ends_training_with_the_kept_weights(request_of: Callable[..., dict[str, Any]]) -> None:
    stopped = request_of("stopped")
    channel = run(stopped, Recorder(lambda step: (step == 4, step == 8)))
    assert channel["done"]["bestStep"] == 4
    losses = load_file(Path(stopped["output"]) / "losses.safetensors")
    assert len(losses["loss"]) == 8
    assert losses["step_task"].tolist() == [0, 1] * 4


def test_tasks_that_share_a_head_train_and_predict_with_one(
    sharing_request_of: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both steps of the sharing tasks move it, it is stored once, and both development sets are predicted with it."""
    request = sharing_request_of("shared")
    predicted: dict[str, np.ndarray[Any, Any]] = {}
    heads: list[dict[str, np.ndarray[Any, Any]]] = []

    class Reader(Recorder):
        def emit(self, type: str, **fields: Any) -> None:
            super().emit(type, **fields)
            for each in fields.get("predictions", []):
                predicted[each["task"]] = load_file(each["path"])["scores"]

    original = Training._train_step

    def watched(self: Training) -> tuple[float, int]:
        outcome = original(self)
        heads.append({name: each.detach().numpy().copy() for name, each in self._model.heads["one"].named_parameters()})
        return outcome

    monkeypatch.setattr(Training, "_train_step", watched)
    run(request, Reader(decide))
    stored = load_file(Path(request["output"]) / "heads.safetensors")
    assert {name.split("/")[0] for name in stored} == {"task", "one"}
    assert (stored["task/scale"] != 20).all()
    moved = [bool((now["dense.bias"] != was["dense.bias"]).any()) for was, now in pairwise(heads)]
    assert moved == [step % 3 != 0 for step in range(1, STEPS)]
    assert sorted(predicted) == ["one", "two"]
    assert (predicted["one"] == predicted["two"]).all()


def test_state_of_another_request_is_refused(request_of: Callable[..., dict[str, Any]]) -> None:
    request = request_of("one")
    with pytest.raises(Interrupted):
        run(request, Recorder(decide, interrupt_at=-4))
    with pytest.raises(EngineError, match="belongs to another") as failure:
        run({**request, "seed": 4})
    assert failure.value.code == "BAD_FILE"


@pytest.mark.parametrize("name", ["state-*/state.safetensors", "state-*/state.json", "best-*.safetensors"])
@pytest.mark.parametrize("place", [0.0, 0.3, 0.7, 1.0])
def test_a_damaged_state_is_told_and_training_starts_anew(
    name: str, place: float, request_of: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = request_of("whole")
    run(whole, Recorder(decide))
    cut = request_of("cut")
    channel = Recorder(decide, interrupt_at=10)
    with monkeypatch.context() as patch:
        interrupt_after(patch, channel, 10)
        with pytest.raises(Interrupted):
            run(cut, channel)
    (path,) = Path(cut["state"]).glob(name)
    content = bytearray(path.read_bytes())
    content[int(place * (len(content) - 1))] ^= 1
    path.write_bytes(content)
    channel = run(cut, Recorder(decide))
    assert "The saved state is damaged" in channel["log"]["message"]
    assert channel["started"]["step"] == 0
    assert result(cut) == result(whole)


def test_resumed_training_keeps_its_number_of_threads(request_of: Callable[..., dict[str, Any]]) -> None:
    whole = request_of("whole")
    run(whole, Recorder(decide))
    request = request_of("one")
    with pytest.raises(Interrupted):
        run(request, Recorder(decide, interrupt_at=-4))
    request["runtime"] = {**request["runtime"], "threads": 2}
    run(request, Recorder(decide))
    assert result(request) == result(whole)
