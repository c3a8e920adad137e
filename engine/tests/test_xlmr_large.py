"""XLM-R Large in its real size with random weights, one step at a time through the worker: `pytest -m slow -s`.

Needs 14 GB of free memory, 12 GB of disk and some minutes.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases import HEADS, train_request
from conftest import RUNTIME, save_features, save_schedule
from safetensors import safe_open

pytestmark = pytest.mark.slow

ENGINE = Path(__file__).parents[1]
CONFIG = {
    "model_type": "xlm-roberta",
    "num_hidden_layers": 24,
    "hidden_size": 1024,
    "num_attention_heads": 16,
    "intermediate_size": 4096,
    "vocab_size": 250_002,
    "max_position_embeddings": 514,
    "type_vocab_size": 1,
    "layer_norm_eps": 1e-5,
    "bos_token_id": 0,
    "pad_token_id": 1,
    "eos_token_id": 2,
    "hidden_dropout_prob": 0.1,
    "attention_probs_dropout_prob": 0.1,
}
WEIGHTS = 4 * 558_840_832
"""Bytes of the encoder in fp32"""
GB = 1e9


def worker(folder: Path, request: dict[str, Any]) -> dict[str, Any]:
    """Runs one request in a process of its own; returns its last event."""
    path = folder / f"{request['id']}.json"
    path.write_text(json.dumps(request))
    process = subprocess.run(
        [sys.executable, "-m", "polyvia_engine", "run", str(path)],
        cwd=ENGINE,
        capture_output=True,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": str(request.get("runtime", RUNTIME)["threads"])},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    last: dict[str, Any] = json.loads(process.stdout.splitlines()[-1])
    assert last["type"] == "done", (last, process.stderr[-2000:])
    print(f"{request['id']}: {last['seconds']:.0f} s, peak {last['peakBytes'] / GB:.2f} GB, {last['tokens']} tokens")
    return last


def free_memory() -> int:
    found = re.search(r"^MemAvailable:\s*(\d+) kB$", Path("/proc/meminfo").read_text(), re.MULTILINE)
    assert found
    return int(found[1]) * 1024


def test_xlmr_large_is_made_and_trained_within_memory(tmp_path: Path) -> None:
    if free_memory() < 14 * GB:
        pytest.skip("less than 14 GB of memory are free")
    made = tmp_path / "made"
    made.mkdir()
    done = worker(
        tmp_path,
        {
            "op": "initialize",
            "id": "initialize",
            "config": CONFIG,
            "headInitializerRange": 0.02,
            "seed": 1,
            "output": str(made),
        },
    )
    with safe_open(str(made / "model.safetensors"), framework="np") as file:
        shapes = [file.get_slice(name).get_shape() for name in file.keys()]  # noqa: SIM118
    assert 4 * sum(int(np.prod(shape)) for shape in shapes) == WEIGHTS
    assert done["peakBytes"] < WEIGHTS + 1.0 * GB

    generator = np.random.default_rng(1)
    lengths = generator.integers(30, 51, 8)
    sequences = [[0, *generator.integers(4, 250_000, length - 2).tolist(), 2] for length in lengths]
    features = save_features(tmp_path / "f.safetensors", sequences, labels=generator.integers(0, 3, 8).astype(np.int32))
    masks = [
        (sorted((generator.permutation(length - 2)[: length // 7] + 1).tolist()), [250_001] * (length // 7))
        for length in lengths
    ]
    # Two steps: in the second there are moments while activations are held.
    schedule = save_schedule(tmp_path / "s.safetensors", [list(range(8))] * 2, masks=masks * 2, learning_rate=1e-5)
    runtime = {**RUNTIME, "threads": 2}
    # Beside weights, gradients and two moments: activations and libraries, and with masked-LM a second gradient of the
    # word embedding (1.02 GB), one from its use as decoder. Saving the state (first) takes no memory.
    for head, seconds, more in (("classification", 0, 1.4 * GB), ("masked-lm", 3600, 2.4 * GB)):
        request = train_request(
            tmp_path,
            str(made),
            head,
            features,
            schedule,
            name=head,
            runtime=runtime,
            saving={"seconds": seconds, "share": 1},
        )
        assert request["tasks"][0]["head"] == HEADS[head]
        done = worker(tmp_path, request)
        size = sum(path.stat().st_size for path in Path(request["output"]).iterdir())
        assert size > WEIGHTS
        assert done["peakBytes"] < 4 * WEIGHTS + more
