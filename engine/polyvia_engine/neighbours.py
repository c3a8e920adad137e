"""Exact nearest neighbours in blocks: every query against every candidate once, both directions from one product.

Shape suffixes: Q queries and C candidates of a block, K neighbours, D width.
"""

import torch
from torch import Tensor
from torch.nn.functional import normalize, pad

from .channel import Channel
from .contract import Json, NeighboursRequest
from .errors import Interrupted, bad_file
from .files import opened, write_tensors
from .models import ModelCache
from .runtime import Meter, prepare

BLOCK_QUERIES = 1024
BLOCK_CANDIDATES = 8192
"""One block of scores is 32 MiB, whatever the number of vectors."""


def neighbours(request: NeighboursRequest, channel: Channel, models: ModelCache) -> Json:
    device = prepare(request["runtime"])
    meter = Meter(channel, request["id"], device)
    cosine = request["similarity"] == "cosine"
    queries = Vectors(request["queries"], cosine, device)
    candidates = Vectors(request["candidates"], cosine, device)
    if queries.width != candidates.width:
        raise bad_file(request["candidates"], f"vectors of {candidates.width} numbers for queries of {queries.width}")
    channel.emit("started", id=request["id"], step=0)

    forward = Best(len(queries), min(request["k"], len(candidates)), device)
    backward = Best(len(candidates), min(request["k"], len(queries)), device) if request["backward"] else None
    for first_query in range(0, len(queries), BLOCK_QUERIES):
        query_QD = queries.block(first_query, BLOCK_QUERIES)
        for first_candidate in range(0, len(candidates), BLOCK_CANDIDATES):
            if channel.interrupted:
                raise Interrupted
            scores_QC = products(query_QD, candidates.block(first_candidate, BLOCK_CANDIDATES))
            forward.offer(first_query, scores_QC, first_candidate)
            if backward is not None:
                backward.offer(first_candidate, scores_QC.T.contiguous(), first_query)
        meter.progress(0, 0)

    tensors = {"indices": forward.indices, "scores": forward.scores}
    if backward is not None:
        tensors |= {"backward_indices": backward.indices, "backward_scores": backward.scores}
    write_tensors(request["output"], tensors)
    return meter.done()


class Vectors:
    """Embeddings read block by block from a mapped file, scaled to length 1 for cosine (a zero vector stays zero)."""

    def __init__(self, path: str, cosine: bool, device: torch.device) -> None:
        self._path, self._cosine, self._device = path, cosine, device
        with opened(path) as file:
            if "embeddings" not in file.keys():  # noqa: SIM118
                raise bad_file(path, 'it has no tensor "embeddings"')
            self._stored: Tensor = file.get_tensor("embeddings")
        if self._stored.dtype != torch.float32 or self._stored.dim() != 2 or 0 in self._stored.shape:
            raise bad_file(path, f'"embeddings" is {self._stored.dtype}{list(self._stored.shape)}, not fp32 [N, D]')

    def __len__(self) -> int:
        return len(self._stored)

    @property
    def width(self) -> int:
        return self._stored.shape[1]

    def block(self, first: int, size: int) -> Tensor:
        block = self._stored[first : first + size].to(self._device, copy=True)
        if not torch.isfinite(block).all():
            raise bad_file(self._path, f"vectors {first}..{first + len(block) - 1} have values that are not finite")
        return normalize(block, dim=1, eps=1e-30) if self._cosine else block


def products(query_QD: Tensor, candidate_CD: Tensor) -> Tensor:
    """Inner products [Q, C]. Equal vectors must score equally wherever they stand, or ties would be settled by
    rounding; so both sides are filled up to whole tiles of the matrix product, which treats edges differently."""
    tiles = [pad(rows, (0, 0, 0, -len(rows) % 64)) for rows in (query_QD, candidate_CD)]
    return (tiles[0] @ tiles[1].T)[: len(query_QD), : len(candidate_CD)]


class Best:
    """The K best of what was offered so far, for each row; best first, ties to the lower index."""

    def __init__(self, rows: int, k: int, device: torch.device) -> None:
        self.k = k
        self.scores = torch.full((rows, k), -torch.inf, device=device)
        self.indices = torch.full((rows, k), torch.iinfo(torch.int32).max, dtype=torch.int32, device=device)

    def offer(self, first_row: int, scores_RC: Tensor, first_index: int) -> None:
        """Scores of some rows against indices first_index, first_index + 1, ...; those must come in rising order."""
        rows = slice(first_row, first_row + len(scores_RC))
        block_scores, block_indices = top_k(scores_RC, self.k)
        scores = torch.cat([self.scores[rows], block_scores], dim=1)
        indices = torch.cat([self.indices[rows], (block_indices + first_index).int()], dim=1)
        # What was there has lower indices than the block, so a stable sort settles ties.
        order = scores.argsort(dim=1, descending=True, stable=True)[:, : self.k]
        self.scores[rows] = scores.gather(1, order)
        self.indices[rows] = indices.gather(1, order)


def top_k(scores_RC: Tensor, k: int) -> tuple[Tensor, Tensor]:
    """The k best of each row and their columns; best first, ties to the lower column.

    `torch.topk` leaves open which of equal scores it takes. One score more than asked for shows the rows where that
    matters; only those are sorted whole.
    """
    k = min(k, scores_RC.shape[1])
    scores, columns = scores_RC.topk(min(k + 1, scores_RC.shape[1]), dim=1)
    if scores.shape[1] > k:
        open_R = (scores[:, k] == scores[:, k - 1]).nonzero().squeeze(1)
        scores, columns = scores[:, :k], columns[:, :k]
        if len(open_R):
            whole_scores, whole_columns = scores_RC[open_R].sort(dim=1, descending=True, stable=True)
            scores, columns = scores.clone(), columns.clone()
            scores[open_R], columns[open_R] = whole_scores[:, :k], whole_columns[:, :k]
    by_column = columns.argsort(dim=1)
    scores, columns = scores.gather(1, by_column), columns.gather(1, by_column)
    by_score = scores.argsort(dim=1, descending=True, stable=True)
    return scores.gather(1, by_score), columns.gather(1, by_score)
