"""One small batch for every head, as files."""

from pathlib import Path
from typing import Any

import numpy as np
from conftest import VOCABULARY, offsets, random_sequences, save_features, save_schedule

HEADS: dict[str, dict[str, Any]] = {
    "classification": {"type": "classification", "labels": 3},
    "regression": {"type": "regression"},
    "multiple-choice": {"type": "multiple-choice"},
    "span-extraction": {"type": "span-extraction"},
    "tagging": {"type": "tagging", "labels": 5},
    "masked-lm": {"type": "masked-lm"},
    "dual-encoder": {"type": "dual-encoder", "pooling": "mean", "scale": 20, "learnScale": True},
}


def make_case(folder: Path, head: str, lengths: list[int], types: bool = False) -> tuple[str, str]:
    """Features and a schedule of one step over all of them. Three sequences are an item of choices or passages."""
    random = np.random.default_rng(7)
    sequences = random_sequences(random, lengths)
    count = len(sequences)
    arrays: dict[str, Any] = {}
    items, masks = None, None
    if types:
        halves = [[0] * (length // 2) + [1] * (length - length // 2) for length in lengths]
        arrays["type_ids"] = np.concatenate([np.array(half, np.uint8) for half in halves])
    match head:
        case "classification":
            arrays["labels"] = random.integers(0, 3, count).astype(np.int32)
        case "regression":
            arrays["values"] = random.normal(size=count).astype(np.float32)
        case "multiple-choice":
            items = [3] * (count // 3)
            arrays["labels"] = random.integers(0, 3, count // 3).astype(np.int32)
        case "dual-encoder":
            items = [3] * (count // 3)
        case "span-extraction":
            starts = [int(random.integers(1, length - 1)) for length in lengths]
            ends = [int(random.integers(start, length - 1)) for start, length in zip(starts, lengths, strict=True)]
            arrays["spans"] = np.array(list(zip(starts, ends, strict=True)), np.int32)
            arrays["context_ranges"] = np.array([[1, length - 1] for length in lengths], np.int32)
        case "tagging":
            positions = [list(range(1, length - 1, 2)) for length in lengths]
            arrays["tag_offsets"] = offsets([len(places) for places in positions])
            arrays["tag_positions"] = np.concatenate([np.array(places, np.int32) for places in positions])
            arrays["tag_labels"] = random.integers(-1, 5, len(arrays["tag_positions"])).astype(np.int32)
        case "masked-lm":
            places = [sorted(random.permutation(length - 2)[: max(1, length // 4)] + 1) for length in lengths]
            masks = [
                (list(map(int, chosen)), random.integers(4, VOCABULARY, len(chosen)).tolist()) for chosen in places
            ]
    features = save_features(folder / f"{head}.safetensors", sequences, items, **arrays)
    total = count // 3 if items else count
    return features, save_schedule(folder / f"{head}-schedule.safetensors", [list(range(total))], masks=masks)


def train_request(
    folder: Path, checkpoint: str, head: str, features: str, schedule: str, **changes: Any
) -> dict[str, Any]:
    from conftest import OPTIMIZER, RUNTIME

    name = changes.pop("name", "run")
    output = folder / f"{name}-output"
    output.mkdir(exist_ok=True)
    development = {"development": changes.pop("development")} if "development" in changes else {}
    return {
        "op": "train",
        "id": name,
        "checkpoint": checkpoint,
        "output": str(output),
        "state": str(folder / f"{name}-state"),
        "tasks": [{"name": "task", "head": HEADS[head], "features": features, **development}],
        "schedule": schedule,
        "optimizer": OPTIMIZER,
        "freeze": None,
        "dropout": None,
        "headInitializerRange": 0.02,
        "maxAnswerTokens": 30,
        "seed": 3,
        "precision": "fp32",
        "evaluateAt": [],
        "batching": "packed",
        "saving": {"seconds": 3600, "share": 1},
        "runtime": RUNTIME,
        **changes,
    }
