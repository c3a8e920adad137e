"""Training steps of Polyvia and of `transformers.Trainer`, on the same batches, in turns. See README.md.

.venv/bin/python bench/train-step/run.py --task nli --model FOLDER --data FILE --accelerate FOLDER
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from inputs import make_inputs

HERE = Path(__file__).resolve().parent
ARMS = {
    "polyvia": "Polyvia, packed",
    "longest": "Trainer, longest in batch",
    "padded": "Trainer, fixed length",
}
LOSS_STEPS = 3


class Arm:
    """A process that does one step whenever it is told to."""

    def __init__(self, name: str, settings: Path, packages: str | None) -> None:
        path = os.pathsep.join(each for each in (packages, os.environ.get("PYTHONPATH")) if each)
        self.steps: list[dict[str, float]] = []
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "arm.py"), name, str(settings)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": path, "TOKENIZERS_PARALLELISM": "false", "HF_HUB_OFFLINE": "1"},
        )
        self._name = name
        self._expect("waiting")

    def step(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()
        self.steps.append(self._read())
        self._expect("waiting")

    def stop(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def _expect(self, word: str) -> None:
        found = self._read()
        if found != word:
            raise SystemExit(f"{self._name} said {found!r}, not {word!r}")

    def _read(self) -> Any:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            try:
                return json.loads(line)
            except ValueError:
                print(f"{self._name}: {line.rstrip()}", file=sys.stderr)
        raise SystemExit(f"{self._name} ended with {self._process.wait()}")


def run(arms: list[str], folder: Path, settings: dict[str, Any], packages: str | None) -> dict[str, Arm]:
    """All arms over `steps` steps, one step each in turn, in another order every round."""
    path = folder / "settings.json"
    # One step more than is done: a training that ends writes its checkpoint, which is no step.
    path.write_text(json.dumps({**settings, "steps": settings["steps"] + 1}))
    running = {name: Arm(name, path, packages) for name in arms}
    for round_ in range(settings["steps"]):
        for name in arms[round_ % len(arms) :] + arms[: round_ % len(arms)]:
            running[name].step()
    for arm in running.values():
        arm.stop()
    return running


def ratios(arm: Arm, ours: Arm, measure: str, warm_up: int) -> list[float]:
    """Their seconds over ours, step by step."""
    return sorted(
        their[measure] / our[measure] for their, our in zip(arm.steps[warm_up:], ours.steps[warm_up:], strict=True)
    )


def spread(values: list[float]) -> str:
    quarter = len(values) // 4
    return f"{statistics.median(values):.2f} ({values[quarter]:.2f} to {values[-1 - quarter]:.2f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--task", choices=["nli", "qa"], required=True)
    parser.add_argument("--model", required=True, help="folder in Hugging Face layout, with its tokenizer")
    parser.add_argument("--data", required=True, type=Path, help="XNLI's tsv or SQuAD's json, .gz or not")
    parser.add_argument("--accelerate", help="folder of pip install --target, where accelerate is not installed")
    parser.add_argument("--precision", nargs="+", choices=["fp32", "bf16"], default=["fp32"])
    parser.add_argument("--arms", nargs="+", choices=ARMS, default=list(ARMS))
    parser.add_argument("--steps", type=int, help="default: all there are")
    parser.add_argument("--warm-up", type=int, default=2)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        make_inputs(given.task, given.model, given.data, folder)
        there = len(json.loads((folder / "inputs.json").read_text())["steps"]) - 1
        for precision in given.precision:
            settings = {
                "task": given.task,
                "model": str(Path(given.model).resolve()),
                "precision": precision,
                "threads": given.threads,
                "learningRate": 2e-5,
            }
            check = run(given.arms, folder, {**settings, "dropout": 0.0, "steps": LOSS_STEPS}, given.accelerate)
            for name, arm in check.items():
                losses = " ".join(f"{step['loss']:.6f}" for step in arm.steps)
                print(f"{precision} losses without dropout, {ARMS[name]}: {losses}", flush=True)
            steps = min(given.steps or there, there)
            timed = run(given.arms, folder, {**settings, "dropout": None, "steps": steps}, given.accelerate)
            for name, arm in timed.items():
                after = arm.steps[given.warm_up :]
                wall, cpu = ([step[measure] for step in after] for measure in ("wall", "cpu"))
                line = (
                    f"{precision} {ARMS[name]}: {len(after)} steps, median {statistics.median(wall):.2f} s,"
                    f" {statistics.median(cpu):.2f} s of CPU, peak {arm.steps[-1]['peakGB']:.1f} GB"
                )
                if name != "polyvia" and "polyvia" in timed:
                    by = {each: spread(ratios(arm, timed["polyvia"], each, given.warm_up)) for each in ("wall", "cpu")}
                    line += f"; Polyvia is faster by wall {by['wall']}, by CPU {by['cpu']}"
                print(line, flush=True)


if __name__ == "__main__":
    main()
