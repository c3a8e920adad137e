"""The worker as a process: protocol, interrupts, sudden ends."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases import train_request
from conftest import EVENTS, RUNTIME, random_sequences, save_features, save_schedule
from safetensors.numpy import load_file

import polyvia_engine
from polyvia_engine import contract

ENGINE = Path(__file__).parents[1]


class Worker:
    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "polyvia_engine", *arguments],
            cwd=ENGINE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line)

    def send(self, request: Any) -> None:
        assert self.process.stdin
        self.process.stdin.write((request if isinstance(request, str) else json.dumps(request)) + "\n")
        self.process.stdin.flush()

    def next(self) -> dict[str, Any]:
        event = json.loads(self._lines.get(timeout=60))
        EVENTS.validate(event)
        return typing.cast(dict[str, Any], event)

    def until(self, *types: str) -> dict[str, Any]:
        while (event := self.next())["type"] not in types:
            pass
        return event


@pytest.fixture(scope="module")
def shared() -> Iterator[Worker]:
    """One process for the tests that leave it running."""
    worker = Worker("serve")
    assert worker.next()["type"] == "ready"
    yield worker
    worker.send({"op": "shutdown"})
    assert worker.process.wait(20) == 0


@pytest.fixture
def long_training(checkpoint: Callable[..., str], tmp_path: Path) -> dict[str, Any]:
    """Would take minutes."""
    sequences = random_sequences(np.random.default_rng(1), [12] * 16)
    features = save_features(tmp_path / "f.safetensors", sequences, labels=np.zeros(16, np.int32))
    schedule = save_schedule(tmp_path / "s.safetensors", [list(range(16))] * 20_000)
    return train_request(tmp_path, checkpoint(), "classification", features, schedule)


def test_ready_names_versions_and_devices() -> None:
    worker = Worker("serve")
    ready = worker.next()
    assert ready["type"] == "ready"
    assert set(ready["versions"]) == {"python", "torch", "transformers", "safetensors", "numpy"}
    assert ready["devices"][0]["id"] == "cpu"
    assert worker.process.stdin
    worker.process.stdin.close()
    assert worker.process.wait(20) == 0


def test_bad_requests_are_answered_and_survived(shared: Worker, tmp_path: Path) -> None:
    for line, id, message in (
        ("{", None, "not JSON"),
        ("[]", None, "Unknown request"),
        ({"op": "dance", "id": "a"}, "a", 'Unknown request "dance"'),
        ({"op": "predict", "id": "b"}, "b", "is a required property"),
        (
            {
                "op": "tokenizer",
                "id": "c",
                "text": "x",
                "vocabularySize": 2,
                "characterCoverage": 1,
                "seedPieces": 9,
                "output": "y",
            },
            "c",
            "2",
        ),
        ({"op": "decide", "id": "d", "step": 1, "keep": True, "stop": False}, None, "awaits a decision"),
    ):
        shared.send(line)
        failed = shared.next()
        assert (failed["type"], failed["code"], failed["id"]) == ("failed", "BAD_REQUEST", id)
        assert message in failed["message"]
    shared.send({"op": "interrupt"})  # nothing runs: ignored
    output = tmp_path / "encoder"
    output.mkdir()
    config = {"model_type": "bert", "vocab_size": 20, "hidden_size": 8, "num_attention_heads": 2}
    shared.send(
        {
            "op": "initialize",
            "id": "e",
            "config": config,
            "headInitializerRange": 0.02,
            "seed": 0,
            "output": str(output),
        }
    )
    assert shared.until("done", "failed")["type"] == "done"


def test_failure_of_a_job_is_answered_and_survived(shared: Worker, long_training: dict[str, Any]) -> None:
    shared.send({**long_training, "schedule": "/nowhere"})
    failed = shared.until("failed")
    assert (failed["code"], failed["id"]) == ("BAD_FILE", "run")
    assert '"/nowhere"' in failed["message"]


def test_interrupt_in_the_middle_saves_and_resumes(shared: Worker, long_training: dict[str, Any]) -> None:
    shared.send(long_training)
    first = shared.until("progress")
    shared.send({"op": "interrupt"})
    interrupted = shared.until("interrupted")
    assert interrupted["step"] >= first["step"]
    shared.send(long_training)
    shared.send({"op": "interrupt"})  # before it has even started
    assert shared.until("started")["step"] == interrupted["step"]
    assert shared.until("interrupted")["step"] == interrupted["step"]


def test_progress_comes_at_most_five_times_a_second(shared: Worker, long_training: dict[str, Any]) -> None:
    shared.send(long_training)
    events = [shared.until("progress") for _ in range(6)]
    shared.send({"op": "interrupt"})
    shared.until("interrupted")
    seconds = [event["seconds"] for event in events]
    assert min(np.diff(seconds)) >= 0.19


def test_decisions_arrive_while_training(shared: Worker, checkpoint: Callable[..., str], tmp_path: Path) -> None:
    sequences = random_sequences(np.random.default_rng(1), [12] * 16)
    features = save_features(tmp_path / "f.safetensors", sequences, labels=np.zeros(16, np.int32))
    schedule = save_schedule(tmp_path / "s.safetensors", [list(range(16))] * 9)
    request = train_request(
        tmp_path, checkpoint(), "classification", features, schedule, evaluateAt=[3, 6, 9], development=features
    )
    shared.send(request)
    for step in (3, 6):
        evaluated = shared.until("evaluated")
        assert evaluated["step"] == step
        labels = load_file(evaluated["predictions"][0]["path"])["labels"]
        assert labels.shape == (16,)
        shared.send({"op": "decide", "id": "run", "step": step, "keep": step == 3, "stop": step == 6})
    assert shared.until("done")["bestStep"] == 3


def test_end_of_input_ends_the_worker_in_the_middle_of_training(long_training: dict[str, Any]) -> None:
    worker = Worker("serve")
    worker.send(long_training)
    worker.until("progress")
    assert worker.process.stdin
    began = time.monotonic()
    worker.process.stdin.close()
    assert worker.process.wait(10) == 0
    assert time.monotonic() - began < 3
    assert list(Path(long_training["output"]).iterdir()) == []


def test_killed_worker_leaves_a_state_that_ends_in_the_same_weights(
    shared: Worker, checkpoint: Callable[..., str], tmp_path: Path
) -> None:
    sequences = random_sequences(np.random.default_rng(1), [12] * 16)
    features = save_features(tmp_path / "f.safetensors", sequences, labels=np.zeros(16, np.int32))
    schedule = save_schedule(tmp_path / "s.safetensors", [list(range(16))] * 150)
    case = (tmp_path, checkpoint(dropout=0.1), "classification", features, schedule)
    whole = train_request(*case, name="whole")
    killed = train_request(*case, name="killed", saving={"seconds": 0, "share": 1})
    worker = Worker("serve")
    worker.send(killed)
    while worker.until("progress")["step"] < 5:
        pass
    worker.process.kill()
    worker.process.wait(10)
    assert list(Path(killed["output"]).iterdir()) == []
    shared.send(killed)
    assert 0 < shared.until("started")["step"] < 150
    shared.until("done")
    shared.send(whole)
    shared.until("done")
    for file in Path(whole["output"]).iterdir():
        assert file.read_bytes() == (Path(killed["output"]) / file.name).read_bytes(), file.name
    assert not list(Path(killed["state"]).glob(".*"))


def test_run_does_one_request_and_sigterm_saves_its_state(long_training: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "request.json"
    path.write_text(json.dumps(long_training))
    worker = Worker("run", str(path))
    worker.until("progress")
    worker.process.send_signal(signal.SIGTERM)
    interrupted = worker.until("interrupted")
    assert worker.process.wait(10) == 130
    states = list(Path(long_training["state"]).glob("state-*/state.json"))
    assert json.loads(states[0].read_text())["progress"]["step"] == interrupted["step"]


def test_run_of_a_bad_request_fails(tmp_path: Path) -> None:
    path = tmp_path / "request.json"
    path.write_text('{"op": "predict"}')
    worker = Worker("run", str(path))
    assert worker.next()["code"] == "BAD_REQUEST"
    assert worker.process.wait(10) == 1


def test_versions_are_those_of_the_contract() -> None:
    schema = json.loads((Path(contract.__file__).parent / "contract.schema.json").read_text())
    assert (schema["protocol"], schema["numerics"]) == (polyvia_engine.PROTOCOL, polyvia_engine.NUMERICS)


def test_types_and_schema_name_the_same_fields() -> None:
    for op, schema in contract.request_schemas().items():
        name = "Decide" if op == "decide" else f"{op.title().replace('-', '')}Request"
        if op not in ("interrupt", "shutdown"):
            assert_same_fields(getattr(contract, name), schema)


def assert_same_fields(kind: Any, schema: dict[str, Any]) -> None:
    assert set(kind.__annotations__) == set(schema["properties"]), kind
    assert set(kind.__required_keys__) == set(schema["required"]), kind
    hints = typing.get_type_hints(kind)
    for name, part in schema["properties"].items():
        inner = typing.get_args(hints[name])
        if part.get("type") == "object" and typing.is_typeddict(hints[name]):
            assert_same_fields(hints[name], part)
        if part.get("type") == "array" and inner and typing.is_typeddict(inner[0]):
            assert_same_fields(inner[0], part["items"])


def test_runtime_of_the_tests_is_valid() -> None:
    assert set(RUNTIME) == set(contract.Runtime.__annotations__)


def test_libraries_neither_read_requests_nor_write_events() -> None:
    program = """
from polyvia_engine.channel import protocol_pipes
requests, events = protocol_pipes()
print("Do you wish to run the custom code? [y/N]")
try:
    answer = input()
except EOFError:
    answer = "none"
events.write(answer + " " + requests.readline())
events.flush()
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ENGINE, input="the request\n", capture_output=True, text=True, check=True
    )
    assert (done.stdout, "custom code" in done.stderr) == ("none the request\n", True)
