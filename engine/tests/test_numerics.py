"""What the worker computes at this NUMERICS: a change of any number needs another one, so that keys change with it.

First raise NUMERICS (`polyvia_engine/__init__.py` and `src/plan/versions.ts`) or the version of the operation that
changed. Then remake `numerics.json`: `PYTHONPATH=engine .venv/bin/python engine/tests/test_numerics.py`. Five digits
are compared: other processors move the last ones.
"""

import hashlib
import json
import platform
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from cases import HEADS, make_case, train_request
from conftest import RUNTIME, random_sequences, run, save_features, tiny_config
from safetensors.numpy import load_file, save_file

from polyvia_engine import NUMERICS

FILE = Path(__file__).with_name("numerics.json")
LENGTHS = [9, 4, 17, 9, 3, 30, 12, 9, 5]
# Numbers in a row, a space between them.
Numbers = dict[str, str]


def initialized(folder: Path) -> tuple[str, Numbers]:
    output = folder / "initialized"
    output.mkdir()
    config = {**tiny_config("xlm-roberta", dropout=0.1), "initializer_range": 0.02}
    request = {"op": "initialize", "id": "i", "config": config, "headInitializerRange": 0.02, "seed": 1}
    run({**request, "output": str(output)})
    tensors = {**load_file(output / "model.safetensors"), **load_file(output / "heads.safetensors")}
    return str(output), {f"initialize {name}": some(tensor, 2) for name, tensor in sorted(tensors.items())}


def trained(folder: Path, checkpoint: str) -> Numbers:
    """Losses of a head over three steps of one batch, cut into parts, with dropout; then what it predicts."""
    numbers: Numbers = {}
    for head in HEADS:
        features, schedule = make_case(folder, head, LENGTHS)
        tensors = load_file(schedule)
        for name in ("items", "step_task", "mask_positions", "mask_inputs"):
            if name in tensors:
                tensors[name] = np.tile(tensors[name], 3)
        for name in ("step_offsets", "mask_offsets"):
            if name in tensors:
                counts = np.tile(np.diff(tensors[name]), 3)
                tensors[name] = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        tensors["learning_rate"] = np.array([1e-3, 2e-3, 1e-3], np.float32)
        save_file(tensors, schedule)
        runtime = {**RUNTIME, "maxTokens": 40}
        request = train_request(folder, checkpoint, head, features, schedule, name=head, runtime=runtime)
        run(request)
        numbers[f"train {head}"] = some(load_file(f"{request['output']}/losses.safetensors")["loss"], 3)
        if head in ("masked-lm", "dual-encoder"):
            continue
        output = folder / f"{head}-predictions.safetensors"
        predict = {name: request[name] for name in ("maxAnswerTokens", "precision", "batching", "runtime")}
        predict |= {"op": "predict", "id": "p", "checkpoint": request["output"], "task": "task", "output": str(output)}
        run({**predict, "features": features})
        for name, tensor in sorted(load_file(output).items()):
            numbers[f"predict {head} {name}"] = some(tensor, 6)
    return numbers


def embedded(folder: Path, checkpoint: str) -> Numbers:
    features = save_features(folder / "texts.safetensors", random_sequences(np.random.default_rng(5), LENGTHS))
    outputs = [
        {"layer": layer, "pooling": pooling, "path": str(folder / f"{layer}-{pooling}.safetensors")}
        for layer in (0, 2)
        for pooling in ("mean", "first-token")
    ]
    request = {"op": "embed", "id": "e", "checkpoint": checkpoint, "features": features, "outputs": outputs}
    run({**request, "precision": "fp32", "batching": "packed", "runtime": RUNTIME})
    return {
        f"embed {each['layer']} {each['pooling']}": some(load_file(str(each["path"]))["embeddings"], 4)
        for each in outputs
    }


def found(folder: Path) -> Numbers:
    """Of small whole numbers, whose products are exact, equal scores are everywhere."""
    random = np.random.default_rng(3)
    numbers: Numbers = {}
    for similarity in ("inner-product", "cosine"):
        request: dict[str, Any] = {"op": "neighbours", "id": "n", "k": 3, "backward": True, "similarity": similarity}
        for name, count in (("queries", 5), ("candidates", 12)):
            request[name] = str(folder / f"{similarity}-{name}.safetensors")
            shape = (count, 3)
            vectors = random.normal(size=shape) if similarity == "cosine" else random.integers(-1, 2, shape)
            save_file({"embeddings": vectors.astype(np.float32)}, request[name])
        output = folder / f"{similarity}.safetensors"
        run({**request, "output": str(output), "runtime": {"device": "cpu", "threads": 1}})
        for name, tensor in sorted(load_file(output).items()):
            numbers[f"neighbours {similarity} {name}"] = some(tensor, 15)
    return numbers


def vocabulary(folder: Path) -> str:
    """SHA-256 of the pieces and their scores to six digits."""
    words = ["".join(chr(ord("a") + (first * step + 7) % 26) for step in range(2, 9)) for first in range(60)]
    text = folder / "text.txt"
    text.write_text("\n".join(" ".join(words[at::3]) for at in range(3)) + "\n")
    output = folder / "tokenizer"
    output.mkdir()
    request = {"op": "tokenizer", "id": "t", "text": str(text), "vocabularySize": 120, "seedPieces": 10}
    run({**request, "characterCoverage": 0.9995, "output": str(output)})
    tokenizer = json.loads((output / "tokenizer.json").read_text())
    tokenizer["model"]["vocab"] = [[piece, f"{score:.6g}"] for piece, score in tokenizer["model"]["vocab"]]
    return hashlib.sha256(json.dumps(tokenizer, sort_keys=True).encode()).hexdigest()


def some(tensor: Any, count: int) -> str:
    return " ".join(f"{value:.7g}" for value in np.asarray(tensor, np.float64).reshape(-1)[:count])


def computed(folder: Path) -> dict[str, Any]:
    checkpoint, numbers = initialized(folder)
    numbers |= trained(folder, checkpoint) | embedded(folder, checkpoint) | found(folder)
    return {"numerics": NUMERICS, "tokenizer": vocabulary(folder), "numbers": numbers}


@pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="PyTorch draws dropout otherwise there")
def test_the_worker_computes_what_its_numerics_promise(tmp_path: Path) -> None:
    golden = json.loads(FILE.read_text())
    now = computed(tmp_path)
    raise_it = "raise NUMERICS, or the version of its operation, then remake numerics.json: see the top of this file"
    assert golden["numerics"] == NUMERICS, "NUMERICS was raised: remake numerics.json"
    assert golden["tokenizer"] == now["tokenizer"], f"the tokenizer is another one: {raise_it}"
    assert golden["numbers"].keys() == now["numbers"].keys()
    for name, numbers in golden["numbers"].items():
        before, after = ([float(number) for number in text.split()] for text in (numbers, now["numbers"][name]))
        if name in ("predict span-extraction scores", "predict span-extraction null_scores"):
            # The bias of start and end has no gradient but rounding, which AdamW makes a step of: all shift by it.
            before, after = ([each - sum(row) / len(row) for each in row] for row in (before, after))
        assert after == pytest.approx(before, rel=1e-5, abs=1e-6), f"{name} was {before}: {raise_it}"


if __name__ == "__main__":
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as temporary:
        FILE.write_text(json.dumps(computed(Path(temporary)), indent=2) + "\n")
