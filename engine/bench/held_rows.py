"""Training with the rows of the word embedding that are read, beside training with all of them.

    python bench/held_rows.py ENCODER --nli PAIRS.jsonl --qa SQUAD.json

ENCODER: a folder in Hugging Face layout with tokenizer.json; PAIRS: JSON lines with premise, hypothesis and label;
SQUAD: SQuAD v1.1 JSON; both may be .gz. Each training runs in a process of its own, all rows and rows read by turns; at
last one that is killed after a third of its steps, and continued.
"""

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

import polyvia_engine.train
from polyvia_engine.files import Array
from polyvia_engine.models import ModelCache
from polyvia_engine.runtime import keep_memory

LABELS = {"entailment": 0, "neutral": 1, "contradiction": 2}
HEADS: dict[str, dict[str, Any]] = {
    "nli": {"type": "classification", "labels": 3},
    "qa": {"type": "span-extraction"},
    "mlm": {"type": "masked-lm"},
}
LONGEST = {"nli": 128, "qa": 384}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("encoder")
    parser.add_argument("--nli", required=True)
    parser.add_argument("--qa", required=True)
    parser.add_argument("--steps", type=int, default=24)
    parser.add_argument("--batch", type=int, default=32, help="pairs of a step; a quarter as many QA windows")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--precision", default="fp32")
    arguments = parser.parse_args()
    tokenizer = Tokenizer.from_file(f"{arguments.encoder}/tokenizer.json")
    tokenizer.no_padding()
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        sizes = {"nli": arguments.batch, "qa": arguments.batch // 4}
        texts = {"nli": nli_texts(arguments.nli), "qa": qa_texts(arguments.qa)}
        files = {
            task: features_of(folder / f"{task}.safetensors", tokenizer, texts[task], task, arguments.steps * size)
            for task, size in sizes.items()
        }
        files["mlm"] = files["nli"]
        for tasks in (["nli"], ["qa"], ["nli", "mlm"]):
            name = "+".join(tasks)
            schedule = schedule_of(folder / f"{name}-schedule.safetensors", tasks, files, sizes, arguments.steps)
            for decay in (0.0, 0.01):
                request = request_of(arguments, [(task, files[task]) for task in tasks], schedule, decay)
                outputs = [ran(folder, f"{name} decay {decay} {rows}", request, rows) for rows in ("all", "read")]
                print(f"  {difference(*outputs, arguments.encoder)}", flush=True)
            whole, continued = outputs[1], ran(folder, f"{name} killed", request, "read", kill=arguments.steps // 3)
            same = all(
                (whole / file).read_bytes() == (continued / file).read_bytes()
                for file in ("model.safetensors", "heads.safetensors", "losses.safetensors")
            )
            print(f"  killed and continued: {'the same bytes' if same else 'OTHER BYTES'}", flush=True)


def nli_texts(path: str) -> list[tuple[str, str, int]]:
    rows = [json.loads(line) for line in opened(path) if line.strip()]
    return [(row["premise"], row["hypothesis"], LABELS[row["label"]]) for row in rows if row.get("label") in LABELS]


def qa_texts(path: str) -> list[tuple[str, str, int]]:
    articles = json.load(opened(path))["data"]
    paragraphs = [paragraph for article in articles for paragraph in article["paragraphs"]]
    return [
        (qa["question"], paragraph["context"], qa["answers"][0]["answer_start"])
        for paragraph in paragraphs
        for qa in paragraph["qas"]
    ]


def opened(path: str) -> Any:
    return gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")


def features_of(path: Path, tokenizer: Any, texts: list[tuple[str, str, int]], task: str, count: int) -> str:
    """So many texts, drawn. The answer of a question is the token in which it starts, where it was not cut off."""
    drawn = random.Random(1).sample(texts, count)
    tokenizer.enable_truncation(LONGEST[task])
    encoded = tokenizer.encode_batch([(first, second) for first, second, _ in drawn])
    labels = np.array([label for _, _, label in drawn], np.int32)
    starts = [
        next(
            (
                at
                for at, (sequence, (begin, end)) in enumerate(zip(one.sequence_ids, one.offsets, strict=True))
                if sequence == 1 and begin <= start < end
            ),
            0,
        )
        for one, start in zip(encoded, labels.tolist(), strict=True)
    ]
    lengths = np.array([len(one.ids) for one in encoded], np.int32)
    tensors = {
        "ids": np.concatenate([np.array(one.ids, np.int32) for one in encoded]),
        "sequence_offsets": np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32),
        "spans": np.stack([starts, starts], 1).astype(np.int32),
        "context_ranges": np.stack([np.zeros_like(lengths), lengths], 1),
    }
    save_file({**tensors, **({"labels": labels} if task == "nli" else {})}, path)
    return str(path)


def schedule_of(path: Path, tasks: list[str], files: dict[str, str], sizes: dict[str, int], steps: int) -> str:
    """Steps of the tasks by turns; one token in seven of masked-LM is masked."""
    generator = np.random.default_rng(1)
    items: list[Array] = []
    positions: list[Array] = []
    step_task = np.arange(steps) % len(tasks)
    for step, at in enumerate(step_task):
        task = tasks[at]
        size = sizes["nli" if task == "mlm" else task]
        items.append(np.arange(step * size, (step + 1) * size))
        lengths = np.diff(load_file(files[task])["sequence_offsets"])
        for item in items[-1]:
            masked = generator.permutation(np.arange(1, lengths[item] - 1))[: lengths[item] // 7]
            positions.append(masked if task == "mlm" else masked[:0])
    counts = [len(each) for each in positions]
    tensors = {
        "items": np.concatenate(items).astype(np.int32),
        "step_offsets": np.concatenate([[0], np.cumsum([len(each) for each in items])]).astype(np.int32),
        "step_task": step_task.astype(np.int32),
        "learning_rate": (2e-5 * np.linspace(1, 0.1, steps)).astype(np.float32),
    }
    if "mlm" in tasks:
        tensors["mask_offsets"] = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        tensors["mask_positions"] = np.concatenate(positions).astype(np.int32)
        tensors["mask_inputs"] = np.full(sum(counts), 5, np.int32)
    save_file(tensors, path)
    return str(path)


def request_of(
    arguments: argparse.Namespace, tasks: list[tuple[str, str]], schedule: str, decay: float
) -> dict[str, Any]:
    return {
        "op": "train",
        "id": "train",
        "checkpoint": arguments.encoder,
        "tasks": [{"name": task, "head": HEADS[task], "features": path} for task, path in tasks],
        "schedule": schedule,
        "optimizer": {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weightDecay": decay, "clipNorm": 1.0},
        "freeze": None,
        "dropout": None,
        "headInitializerRange": 0.02,
        "maxAnswerTokens": None,
        "seed": 1,
        "precision": arguments.precision,
        "evaluateAt": [],
        "batching": "packed",
        "saving": {"seconds": 1e9, "share": 1},
        "runtime": {"device": "cpu", "threads": arguments.threads, "maxTokens": 16384},
    }


def ran(folder: Path, name: str, request: dict[str, Any], rows: str, kill: int | None = None) -> Path:
    """Trains in a process of its own, or in two where the first is killed; returns the folder of the checkpoint."""
    output = folder / name.replace(" ", "-")
    output.mkdir()
    request = {**request, "output": str(output), "state": f"{output}-state"}
    command = [sys.executable, __file__, "--child", rows]
    if kill is not None:
        dying = json.dumps({**request, "saving": {"seconds": 0, "share": 1}})
        subprocess.run([*command, str(kill)], input=dying, text=True, check=False)
        (state,) = Path(request["state"]).glob("state-*/state.safetensors")
        print(f"{name}: state of {state.stat().st_size / 1e6:.0f} MB", flush=True)
    print(f"{name}: ", end="", flush=True)
    subprocess.run([*command, "0"], input=json.dumps(request), text=True, check=True)
    return output


def difference(every: Path, read: Path, encoder: str) -> str:
    """What differs between two checkpoints."""
    losses = [load_file(folder / "losses.safetensors")["loss"] for folder in (every, read)]
    parts = [f"losses differ by {np.abs(losses[0] - losses[1]).max():.1e}"]
    one, other = (
        {**load_file(folder / "model.safetensors"), **load_file(folder / "heads.safetensors")}
        for folder in (every, read)
    )
    parts.append(f"tensors with other bits: {[name for name in one if (one[name] != other[name]).any()]}")
    name = next(name for name in one if "word_embeddings" in name)
    rows = (one[name] != other[name]).any(1)
    if rows.any():
        before = load_file(f"{encoder}/model.safetensors")[name]
        there = rows[:, None] & (before != 0)
        apart = np.abs(one[name][there] / before[there] - other[name][there] / before[there])
        moved = np.abs(other[name][there] / before[there] - 1)
        parts.append(f"{rows.sum()} rows of it by {apart.max():.1e} (all decayed by {np.median(moved):.1e})")
    return ", ".join(parts)


def child(rows: str, kill: int) -> None:
    """One training; prints rows held, median seconds of a step and peak memory. Dies after step `kill`."""
    keep_memory()
    wall: list[float] = []
    cpu: list[float] = []
    held: list[int] = []
    step = polyvia_engine.train.Training._train_step

    def timed(self: Any) -> Any:
        if kill and self.step == kill:
            os._exit(9)
        begin, begin_cpu = time.perf_counter(), time.process_time()
        outcome = step(self)
        wall.append(time.perf_counter() - begin)
        cpu.append(time.process_time() - begin_cpu)
        held.append(len(self._word_embedding))
        return outcome

    polyvia_engine.train.Training._train_step = timed  # type: ignore[method-assign]
    if rows == "all":
        polyvia_engine.train.ids_read = lambda encoder, *_: np.arange(encoder.limits().vocabulary)
    done = polyvia_engine.train.train(json.load(sys.stdin), Quiet(), ModelCache())  # type: ignore[arg-type]
    print(
        f"{held[0]} rows, {np.median(cpu[1:]):.3f} s of CPU a step ({np.median(wall[1:]):.3f} of wall),"
        f" peak {done['peakBytes'] / 1e9:.2f} GB"
    )


class Quiet:
    """A channel to nobody."""

    interrupted = False

    def emit(self, type: str, **fields: Any) -> None:
        pass

    def log(self, message: str) -> None:
        print(message)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], int(sys.argv[3]))
    else:
        main()
