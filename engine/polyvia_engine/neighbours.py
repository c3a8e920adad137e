"""Exact nearest neighbours in blocks: every query against every candidate once, both directions from one product.

Candidates pass once, block by block, and the queries once for each of these blocks. Vectors are read, not mapped, since
mapped pages count as memory of the process. What is held at a time is one block of each side, its products with the
work space of the selection, and the results (8 bytes x k a row), whatever the size of the files.

Shape suffixes: Q queries and C candidates of a block, K neighbours, D width.
"""

from typing import Self

import torch
from torch import Tensor
from torch.nn.functional import normalize, pad

from .channel import Channel
from .contract import Json, NeighboursRequest
from .errors import Interrupted, bad_file
from .files import Rows, write_tensors
from .models import ModelCache
from .runtime import Meter, prepare

BLOCK_QUERIES = 1024
BLOCK_CANDIDATES = 8192
"""One block of scores is 32 MiB, whatever the number of vectors."""
GROUP = 32
"""Columns looked at together when a block is searched for scores that matter."""


def neighbours(request: NeighboursRequest, channel: Channel, models: ModelCache) -> Json:
    device = prepare(request["runtime"])
    meter = Meter(channel, request["id"], device)
    cosine = request["similarity"] == "cosine"
    with (
        Vectors(request["queries"], cosine, device) as queries,
        Vectors(request["candidates"], cosine, device) as candidates,
    ):
        if queries.width != candidates.width:
            raise bad_file(
                request["candidates"], f"vectors of {candidates.width} numbers for queries of {queries.width}"
            )
        channel.emit("started", id=request["id"], step=0)
        forward = Best(len(queries), min(request["k"], len(candidates)), device)
        backward = Best(len(candidates), min(request["k"], len(queries)), device) if request["backward"] else None
        for first_candidate in range(0, len(candidates), BLOCK_CANDIDATES):
            candidate_CD = candidates.block(first_candidate, BLOCK_CANDIDATES)
            for first_query in range(0, len(queries), BLOCK_QUERIES):
                if channel.interrupted:
                    raise Interrupted
                scores_QC = products(queries.block(first_query, BLOCK_QUERIES), candidate_CD)
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
    """Embeddings of a file, block by block, scaled to length 1 for cosine (a zero vector stays zero)."""

    def __init__(self, path: str, cosine: bool, device: torch.device) -> None:
        self._path, self._cosine, self._device = path, cosine, device
        self._rows = Rows(path, "embeddings")
        self._checked = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._rows.close()

    def __len__(self) -> int:
        return self._rows.count

    @property
    def width(self) -> int:
        return self._rows.width

    def block(self, first: int, size: int) -> Tensor:
        block = self._rows.read(first, size).to(self._device)
        if first >= self._checked:
            if not torch.isfinite(block).all():
                raise bad_file(self._path, f"vectors {first}..{first + len(block) - 1} have values that are not finite")
            self._checked = first + len(block)
        return normalize(block, dim=1, eps=1e-30) if self._cosine else block


def products(query_QD: Tensor, candidate_CD: Tensor) -> Tensor:
    """Inner products [Q, C]. Equal vectors must score equally wherever they stand, or ties would be settled by
    rounding; so both sides are filled up to whole tiles of the matrix product, which treats edges differently."""
    tiles = [pad(rows, (0, 0, 0, -len(rows) % 64)) if len(rows) % 64 else rows for rows in (query_QD, candidate_CD)]
    return (tiles[0] @ tiles[1].T)[: len(query_QD), : len(candidate_CD)]


class Best:
    """The K best of what was offered so far, for each row; best first, ties to the lower index."""

    def __init__(self, rows: int, k: int, device: torch.device) -> None:
        self.k = k
        self.scores = torch.full((rows, k), -torch.inf, device=device)
        self.indices = torch.full((rows, k), torch.iinfo(torch.int32).max, dtype=torch.int32, device=device)

    def offer(self, first_row: int, scores_RC: Tensor, first_index: int) -> None:
        """Scores of some rows against indices first_index, first_index + 1, ...; those must come in rising order."""
        open_R, scores, columns = contenders(scores_RC, self.scores[first_row : first_row + len(scores_RC), -1:])
        if len(open_R) == 0:
            return
        scores, places = top_k(scores, self.k)
        columns = places if columns is None else columns.gather(1, places)
        rows = open_R + first_row
        scores = torch.cat([self.scores[rows], scores], dim=1)
        indices = torch.cat([self.indices[rows], (columns + first_index).int()], dim=1)
        # What was there has lower indices than the block, so a stable sort settles ties.
        order = scores.argsort(dim=1, descending=True, stable=True)[:, : self.k]
        self.scores[rows] = scores.gather(1, order)
        self.indices[rows] = indices.gather(1, order)


def contenders(scores_RC: Tensor, bar_R1: Tensor) -> tuple[Tensor, Tensor, Tensor | None]:
    """Of a block, the rows with a score above their bar [O]; of these the scores of all groups of columns that have one
    [O, W], -inf where a row has fewer groups; and their columns [O, W], rising in a row, None = all columns in order.

    After the first blocks few scores are above the bar, and the greatest of each group finds them in one pass: 9 ms a
    block where the whole selection takes 28, and the product 30 (1,024 x 8,192 x 128, k = 20, one thread).
    """
    rows, width = scores_RC.shape
    everything = torch.arange(rows, device=scores_RC.device)
    if width % GROUP != 0:
        return everything, scores_RC, None
    grouped_RGX = scores_RC.view(rows, -1, GROUP)
    hot_RG = grouped_RGX.amax(2) > bar_R1
    counts_R = hot_RG.sum(1)
    most = int(counts_R.max())
    if 2 * most * GROUP > width:
        return everything, scores_RC, None
    row_H, group_H = hot_RG.nonzero(as_tuple=True)
    open_R = counts_R.nonzero().squeeze(1)
    place_of_row = torch.zeros_like(counts_R).index_put((open_R,), torch.arange(len(open_R), device=open_R.device))
    rank_H = torch.arange(len(row_H), device=row_H.device) - (counts_R.cumsum(0) - counts_R)[row_H]
    scores = scores_RC.new_full((len(open_R), most, GROUP), -torch.inf)
    scores[place_of_row[row_H], rank_H] = grouped_RGX[row_H, group_H]
    columns = torch.zeros(len(open_R), most, GROUP, dtype=torch.int64, device=scores.device)
    columns[place_of_row[row_H], rank_H] = group_H[:, None] * GROUP + torch.arange(GROUP, device=group_H.device)
    return open_R, scores.flatten(1), columns.flatten(1)


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
