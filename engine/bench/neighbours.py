"""Time and peak memory of exact search, beside faiss in the same run: python bench/neighbours.py --help

Makes a set of random vectors in a temporary folder (4 bytes x width x vectors), one in a hundred of them a copy of
another, and removes it. Each engine runs in a process of its own, on the same threads. Agreement is checked with faiss
on all queries and with products in double precision on some.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load_file

from polyvia_engine.files import Array, Rows, writing_array

ENGINE = Path(__file__).parents[1]

FAISS = """
import json, resource, sys, time
import faiss, numpy as np
folder, width, k, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
def vectors(name):
    with open(f"{folder}/{name}.safetensors", "rb") as file:
        header = int.from_bytes(file.read(8), "little")
        values = np.fromfile(file, np.float32, offset=header).reshape(-1, width)
    faiss.normalize_L2(values)
    return values
faiss.omp_set_num_threads(threads)
start = time.monotonic()
index = faiss.IndexFlatIP(width)
index.add(vectors("candidates"))
scores, indices = index.search(vectors("queries"), k)
seconds = time.monotonic() - start
cpu = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
np.save(f"{folder}/faiss-indices.npy", indices)
np.save(f"{folder}/faiss-scores.npy", scores)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
versions = f"faiss-cpu {faiss.__version__}, numpy {np.__version__}"
print(json.dumps({"seconds": seconds, "cpu": cpu, "peakBytes": peak, "versions": versions}))
"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--queries", type=int, default=15_000)
    parser.add_argument("--candidates", type=int, default=1_000_000)
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--k", type=int, default=20)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--backward", action="store_true", help="also the other direction; without faiss")
    parser.add_argument("--faiss", help="Python interpreter that has faiss-cpu")
    parser.add_argument("--folder", help="where the temporary folder is made")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        compare(Path(folder), arguments)


def compare(folder: Path, arguments: argparse.Namespace) -> None:
    size = f"{arguments.queries} queries x {arguments.candidates} candidates x {arguments.width}, k = {arguments.k}"
    print(f"{size}, {arguments.threads} threads of {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    random = np.random.default_rng(1)
    make(folder / "queries.safetensors", random, arguments.queries, arguments.width)
    make(folder / "candidates.safetensors", random, arguments.candidates, arguments.width)

    ours = run_ours(folder, arguments)
    found = load_file(folder / "output.safetensors")
    check(folder, random, found["indices"], found["scores"], "queries", "candidates")
    if arguments.backward:
        check(folder, random, found["backward_indices"], found["backward_scores"], "candidates", "queries")
        check_both_directions(found, arguments.candidates)
    report("polyvia", ours)
    if arguments.faiss and not arguments.backward:
        command = [arguments.faiss, "-c", FAISS, str(folder), *map(str, (arguments.width, arguments.k))]
        printed = subprocess.run([*command, str(arguments.threads)], check=True, capture_output=True, text=True).stdout
        report("faiss IndexFlatIP", json.loads(printed))
        theirs, scores = np.load(folder / "faiss-indices.npy"), np.load(folder / "faiss-scores.npy")
        other = (theirs != found["indices"]).any(1)
        apart = np.abs(scores - found["scores"]).max()
        print(f"same scores place by place up to {apart:.1e}; {other.sum()} queries list other indices at some place")


def make(path: Path, random: np.random.Generator, count: int, width: int) -> None:
    """Random vectors; of each hundred the last is a copy of the one fifty before it."""
    with writing_array(path, "embeddings", (count, width)) as array:
        for first in range(0, count, 10_000):
            block = random.standard_normal((min(10_000, count - first), width), np.float32)
            copies = np.arange(99, len(block), 100)
            block[copies] = block[copies - 50]
            array[first : first + len(block)] = block


def run_ours(folder: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    request = {
        "op": "neighbours",
        "id": "n",
        "queries": str(folder / "queries.safetensors"),
        "candidates": str(folder / "candidates.safetensors"),
        "k": arguments.k,
        "similarity": "cosine",
        "backward": arguments.backward,
        "output": str(folder / "output.safetensors"),
        "runtime": {"device": "cpu", "threads": arguments.threads},
    }
    (folder / "request.json").write_text(json.dumps(request))
    command = [sys.executable, "-m", "polyvia_engine", "run", str(folder / "request.json")]
    before = os.times()
    printed = subprocess.run(
        command, cwd=ENGINE, check=True, stdin=subprocess.DEVNULL, capture_output=True, text=True
    ).stdout
    after = os.times()
    events = [json.loads(line) for line in printed.splitlines()]
    versions = ", ".join(f"{name} {version}" for name, version in events[0]["versions"].items())
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return {**events[-1], "cpu": cpu, "versions": versions}


def report(name: str, result: dict[str, Any]) -> None:
    print(
        f"{name}: {result['seconds']:.1f} s, {result['cpu']:.1f} s of CPU with start, "
        f"peak {result['peakBytes'] / 2**20:.0f} MiB ({result['versions']})"
    )


def check(folder: Path, random: np.random.Generator, indices: Array, scores: Array, rows: str, columns: str) -> None:
    """Some rows in double precision: scores agree and nothing better was left out. All rows: equal scores rank by
    index, and equal vectors score equally."""
    row_file, column_file = (Rows(str(folder / f"{name}.safetensors"), "embeddings") for name in (rows, columns))
    chosen = np.sort(random.choice(row_file.count, min(40, row_file.count), replace=False))
    query = unit(np.stack([row_file.read(int(row), 1).numpy()[0] for row in chosen]))
    exact = np.concatenate(
        [query @ unit(column_file.read(first, 50_000).numpy()).T for first in range(0, column_file.count, 50_000)], 1
    )
    k = indices.shape[1]
    best = -np.sort(-exact, axis=1)[:, :k]
    apart = np.abs(best - scores[chosen]).max()
    given = np.take_along_axis(exact, indices[chosen].astype(int), 1)
    assert apart < 1e-6, apart
    assert np.abs(given - scores[chosen]).max() < 1e-6
    ties = np.diff(scores, axis=1) == 0
    assert (np.diff(indices, axis=1)[ties] > 0).all()
    copies = 0
    for place in range(k):
        row_of = np.flatnonzero(indices[:, place] % 100 == 99)
        first = indices[row_of] == indices[row_of, place][:, None] - 50
        assert first.any(1).all(), "a copy is there without its original"
        assert (scores[row_of][first] == scores[row_of, place]).all(), "a copy scores unlike its original"
        copies += len(row_of)
    print(
        f"{rows}: {len(chosen)} rows equal double precision up to {apart:.1e}; of all rows {ties.sum()} ties go by"
        f" rising index, and {copies} copies score exactly as their originals"
    )


def check_both_directions(found: dict[str, Array], candidates: int) -> None:
    """A pair found from both sides has one score, bit by bit."""
    queries = len(found["indices"])
    forward = np.arange(queries)[:, None] * candidates + found["indices"]
    backward = found["backward_indices"].astype(np.int64) * candidates + np.arange(candidates)[:, None]
    pairs, here, there = np.intersect1d(forward, backward, assume_unique=True, return_indices=True)
    assert (found["scores"].reshape(-1)[here] == found["backward_scores"].reshape(-1)[there]).all()
    print(f"{len(pairs)} pairs are found from both sides, each with one score")


def unit(vectors: Array) -> Array:
    wide = vectors.astype(np.float64)
    return wide / np.linalg.norm(wide, axis=1, keepdims=True)


if __name__ == "__main__":
    main()
