"""The rows of the word embedding that a training phase reads, held in place of the whole matrix.

A row that no batch reads has no gradient, so its moments stay zero, and AdamW leaves it alone but for weight decay: it
need not be there while the others train, for it follows from the checkpoint. Heads tied to the word embedding
(masked-LM) read every row.

Shape suffixes: V vocabulary, R rows held, D width, N items.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from .checkpoint import open_encoder
from .encoder import Encoder
from .errors import bad_file
from .features import Features
from .files import Array, stamps
from .schedule import Schedule
from .weights import stored_weights


def ids_read(
    encoder: Encoder, schedule: Schedule, features: Sequence[Features], development: Iterable[Features]
) -> Array:
    """Ids [R], ascending, of all tokens of the schedule and of the development sets, of what is put in place of masked
    tokens, and of padding."""
    embeddings = encoder.get_input_embeddings()
    read_V = np.zeros(embeddings.num_embeddings, bool)
    for task, dataset in enumerate(features):
        used_N = np.zeros(dataset.items, bool)
        used_N[schedule.items_of(task)] = True
        read_V[dataset.ids_T[np.repeat(used_N, dataset.item_tokens_N)]] = True
    for dataset in development:
        read_V[dataset.ids_T] = True
    if schedule.masks is not None:
        read_V[schedule.masks.inputs_Q] = True
    read_V[encoder.padding] = True
    if embeddings.padding_idx is not None:
        read_V[embeddings.padding_idx] = True
    return np.flatnonzero(read_V)


def hold_rows(embeddings: nn.Embedding, ids_R: Array) -> None:
    """Leaves these rows of an embedding, in memory of their own. It is fed ids as before; one whose row is not held
    fails. Ids ascend, so gradients of rows are summed in the same order as without this."""
    ids = torch.from_numpy(ids_R)
    row_V = torch.full((embeddings.num_embeddings,), -1)
    row_V[ids] = torch.arange(len(ids))
    if embeddings.padding_idx is not None:
        embeddings.padding_idx = int(row_V[embeddings.padding_idx])
    embeddings.weight = nn.Parameter(embeddings.weight.detach()[ids])
    embeddings.register_buffer("row_V", row_V, persistent=False)
    embeddings.register_forward_pre_hook(_rows_of)


def _rows_of(embeddings: Any, arguments: tuple[Tensor]) -> Tensor:
    rows: Tensor = embeddings.row_V[arguments[0]]
    return rows


@dataclass(frozen=True)
class OtherRows:
    """Where the rows are that were not held: in the checkpoint that training began with."""

    checkpoint: str
    stamps: object
    ids_R: Array

    def whole(self, held_RD: Tensor, decay: float) -> Tensor:
        """The whole word embedding [V, D]: the rows held, and those of the checkpoint times `decay`. On the CPU."""
        if stamps(self.checkpoint) != self.stamps:
            raise bad_file(self.checkpoint, "it has changed since training from it began; run again to train anew")
        encoder, _, _ = open_encoder(self.checkpoint, stored_weights(self.checkpoint), None, seed=0)
        whole_VD = encoder.get_input_embeddings().weight.detach().mul_(decay)
        whole_VD[torch.from_numpy(self.ids_R)] = held_RD.detach().cpu()
        return whole_VD
