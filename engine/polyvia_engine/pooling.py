"""One vector a sequence from the vectors of its tokens.

Shape suffixes: T tokens of the row, D width, S sequences, R sequences in row order.
"""

import numpy as np
import torch
from torch import Tensor

from .batch import Batch, to_device
from .contract import Pooling


def pool(hidden_TD: Tensor, batch: Batch, pooling: Pooling) -> Tensor:
    """[S, D], fp32, in the order of the items' sequences."""
    hidden_TD = hidden_TD.float()
    return _mean_of_tokens(hidden_TD, batch) if pooling == "mean" else hidden_TD[batch.first_tokens_S()]


def _mean_of_tokens(hidden_TD: Tensor, batch: Batch) -> Tensor:
    """Average over all tokens of each sequence, specials included (XTREME)."""
    lengths_R = to_device(batch.lengths_R, batch.device)
    mean_RD = torch.segment_reduce(hidden_TD, "mean", lengths=lengths_R, unsafe=True)
    row_of_S = np.searchsorted(np.cumsum(batch.lengths_R), batch.starts_S, side="right")
    return mean_RD[to_device(row_of_S, batch.device)]
