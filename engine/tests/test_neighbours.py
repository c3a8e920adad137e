"""Nearest neighbours against a full sort in double loops."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from conftest import run
from safetensors.numpy import load_file, save_file

import polyvia_engine.neighbours
from polyvia_engine.errors import EngineError
from polyvia_engine.files import Rows
from polyvia_engine.neighbours import contenders, top_k


def request(folder: Path, queries: Any, candidates: Any, **changes: Any) -> dict[str, Any]:
    save_file({"embeddings": np.asarray(queries, np.float32)}, folder / "queries.safetensors")
    save_file({"embeddings": np.asarray(candidates, np.float32)}, folder / "candidates.safetensors")
    return {
        "op": "neighbours",
        "id": "n",
        "queries": str(folder / "queries.safetensors"),
        "candidates": str(folder / "candidates.safetensors"),
        "k": 3,
        "similarity": "inner-product",
        "backward": True,
        "output": str(folder / "output.safetensors"),
        "runtime": {"device": "cpu", "threads": 1},
        **changes,
    }


def naive(scores: np.ndarray[Any, Any], k: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    order = np.lexsort((np.broadcast_to(np.arange(scores.shape[1]), scores.shape), -scores))[:, :k]
    return order, np.take_along_axis(scores, order, 1)


@pytest.fixture(autouse=True, params=[(7, 13, 32), (8, 16, 2)], ids=["whole blocks", "groups"])
def small_blocks(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    for name, size in zip(("BLOCK_QUERIES", "BLOCK_CANDIDATES", "GROUP"), request.param, strict=True):
        monkeypatch.setattr(polyvia_engine.neighbours, name, size)


@pytest.mark.parametrize("k", [1, 3, 12, 100])
def test_neighbours_equal_a_full_sort_with_many_ties(k: int, tmp_path: Path) -> None:
    """Small integers: products are exact, and equal scores are everywhere."""
    random = np.random.default_rng(k)
    queries, candidates = random.integers(-2, 3, (23, 4)), random.integers(-2, 3, (50, 4))
    run(request(tmp_path, queries, candidates, k=k))
    found = load_file(tmp_path / "output.safetensors")
    scores = (queries @ candidates.T).astype(np.float32)
    for direction, matrix in (("", scores), ("backward_", scores.T)):
        indices, best = naive(matrix, min(k, matrix.shape[1]))
        assert (found[f"{direction}indices"] == indices).all()
        assert (found[f"{direction}scores"] == best).all()
        assert found[f"{direction}indices"].dtype == np.int32


@pytest.mark.parametrize("k", [1, 4, 20])
def test_many_blocks_equal_a_full_sort_and_most_are_cut_short(
    k: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also with all the best at the end, where every block matters."""
    for name, size in (("BLOCK_QUERIES", 64), ("BLOCK_CANDIDATES", 128), ("GROUP", 8)):
        monkeypatch.setattr(polyvia_engine.neighbours, name, size)
    short: list[bool] = []
    original = contenders

    def watched(*arguments: Any) -> Any:
        found = original(*arguments)
        short.append(found[2] is not None)
        return found

    monkeypatch.setattr(polyvia_engine.neighbours, "contenders", watched)
    random = np.random.default_rng(k)
    queries, candidates = random.integers(-9, 10, (150, 6)), random.integers(-9, 10, (5000, 6))
    for order in (np.arange(5000), np.argsort(candidates @ queries[0])):
        run(request(tmp_path, queries, candidates[order], k=k))
        found = load_file(tmp_path / "output.safetensors")
        scores = (queries @ candidates[order].T).astype(np.float32)
        for direction, matrix in (("", scores), ("backward_", scores.T)):
            indices, best = naive(matrix, k)
            assert (found[f"{direction}indices"] == indices).all()
            assert (found[f"{direction}scores"] == best).all()
    assert sum(short) > 0.2 * len(short)


@pytest.mark.parametrize("threads", [1, 2])
def test_copies_and_pairs_score_exactly_alike_at_real_block_sizes(
    threads: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What margin mining rests on: a pair has one score from both sides, and a copy the score of its original."""
    for name, size in (("BLOCK_QUERIES", 1024), ("BLOCK_CANDIDATES", 8192), ("GROUP", 32)):
        monkeypatch.setattr(polyvia_engine.neighbours, name, size)
    random = np.random.default_rng(3)
    queries, candidates = random.normal(size=(1100, 48)), random.normal(size=(8300, 48))
    queries[1090:], candidates[8190:] = queries[:10], candidates[:110]
    run(request(tmp_path, queries, candidates, k=4, similarity="cosine", runtime={"device": "cpu", "threads": threads}))
    found = load_file(tmp_path / "output.safetensors")
    exact = queries @ candidates.T
    exact /= np.linalg.norm(queries, axis=1)[:, None] * np.linalg.norm(candidates, axis=1)
    np.testing.assert_allclose(found["scores"], naive(exact, 4)[1], atol=3e-7)
    np.testing.assert_allclose(found["backward_scores"], naive(exact.T, 4)[1], atol=3e-7)
    for direction, first in (("", 8190), ("backward_", 1090)):
        indices, scores = found[f"{direction}indices"], found[f"{direction}scores"]
        rows, places = np.nonzero(indices >= first)
        assert len(rows) > 10
        for row, place in zip(rows, places, strict=True):  # the original comes just before its copy
            assert indices[row, place - 1] == indices[row, place] - first
            assert scores[row, place - 1] == scores[row, place]
    seen = {
        (query, int(at)): score
        for query, row in enumerate(found["indices"])
        for at, score in zip(row, found["scores"][query], strict=True)
    }
    both = 0
    for candidate, row in enumerate(found["backward_indices"]):
        for query, score in zip(row, found["backward_scores"][candidate], strict=True):
            if (int(query), candidate) in seen:
                both += 1
                assert seen[int(query), candidate] == score
    assert both > 1000


def test_a_file_that_becomes_shorter_is_refused(tmp_path: Path) -> None:
    save_file(
        {"other": np.zeros(5, np.float32), "embeddings": np.ones((4000, 80), np.float32)}, tmp_path / "f.safetensors"
    )
    rows = Rows(str(tmp_path / "f.safetensors"), "embeddings")
    assert rows.read(3990, 100).tolist() == [[1.0] * 80] * 10
    with open(tmp_path / "f.safetensors", "r+b") as file:
        file.truncate(500)
    with pytest.raises(EngineError, match="became shorter"):
        rows.read(30, 10)
    rows.close()


def test_cosine_ignores_length_and_scores_a_zero_vector_zero(tmp_path: Path) -> None:
    run(request(tmp_path, [[3, 0], [0, 0]], [[0, 1], [1, 1], [5, 0]], similarity="cosine", k=2, backward=False))
    found = load_file(tmp_path / "output.safetensors")
    assert found["indices"].tolist() == [[2, 1], [0, 1]]
    np.testing.assert_allclose(found["scores"], [[1, 0.5**0.5], [0, 0]], rtol=1e-6)
    assert set(found) == {"indices", "scores"}


def test_cosine_equals_double_precision(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    queries, candidates = random.normal(size=(40, 64)), random.normal(size=(90, 64))
    run(request(tmp_path, queries, candidates, similarity="cosine", k=5))
    found = load_file(tmp_path / "output.safetensors")
    scores = queries @ candidates.T
    scores /= np.linalg.norm(queries, axis=1)[:, None] * np.linalg.norm(candidates, axis=1)
    indices, best = naive(scores, 5)
    assert (found["indices"] == indices).all()
    np.testing.assert_allclose(found["scores"], best, atol=3e-7)
    assert (found["backward_indices"] == naive(scores.T, 5)[0]).all()


def test_equal_vectors_tie_to_the_lower_index_whatever_their_block(tmp_path: Path) -> None:
    random = np.random.default_rng(2)
    vector = random.normal(size=(1, 48))
    candidates = np.concatenate([random.normal(size=(30, 48)) * 0.01, np.repeat(vector, 60, 0)])
    run(request(tmp_path, vector, candidates, k=20, similarity="cosine", backward=False))
    assert load_file(tmp_path / "output.safetensors")["indices"].tolist() == [list(range(30, 50))]


def test_top_k_of_all_equal_scores_is_the_first_columns() -> None:
    scores, columns = top_k(torch.zeros(3, 1000), 4)
    assert columns.tolist() == [[0, 1, 2, 3]] * 3
    assert scores.tolist() == [[0.0] * 4] * 3


def test_vectors_that_are_not_finite_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="not finite") as failure:
        run(request(tmp_path, [[1.0, np.nan]], [[1.0, 2.0]]))
    assert failure.value.code == "BAD_FILE"
    assert not (tmp_path / "output.safetensors").exists()


def test_vectors_of_different_width_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="vectors of 3 numbers for queries of 2"):
        run(request(tmp_path, [[1, 2]], [[1, 2, 3]]))
