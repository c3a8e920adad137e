"""A stretch of tokens inside the sequence. Source: XLMRobertaForQuestionAnswering of transformers.

Shape suffixes: B items (one sequence each), L padded length, T tokens of the row, D width.
"""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from ..batch import Batch, to_device
from ..contract import HeadSpec
from ..errors import EngineError
from ..features import Features, check_inside, item_array
from ..files import Array
from .base import Head


class SpanExtraction(Head):
    def __init__(self, encoder: nn.Module, spec: HeadSpec) -> None:
        super().__init__(encoder, spec)
        self.out_proj = nn.Linear(self.width, 2)

    def check_training(self, features: Features, items: Array) -> None:
        spans_N2 = item_array(features, "spans", torch.int32, rank=2)
        check_inside(features, "spans", spans_N2[:, 0], spans_N2[:, 1])

    def check_prediction(self, features: Features) -> None:
        ranges_N2 = item_array(features, "context_ranges", torch.int32, rank=2)
        check_inside(features, "context_ranges", ranges_N2[:, 0], ranges_N2[:, 1] - 1)

    def units(self, batch: Batch) -> int:
        return len(batch.items_B)

    def forward(self, hidden_TD: Tensor, batch: Batch) -> tuple[Tensor, Tensor]:
        """Logits [B, L] of the first and of the last answer token, -inf outside the sequence."""
        logits_T2 = self.out_proj(hidden_TD).float()
        index_BL, real_BL = batch.padded_SL()
        logits_BL2 = logits_T2[index_BL].masked_fill(~real_BL.unsqueeze(-1), -torch.inf)
        return logits_BL2[..., 0], logits_BL2[..., 1]

    def loss(self, hidden_TD: Tensor, batch: Batch) -> Tensor:
        start_BL, end_BL = self(hidden_TD, batch)
        spans_B2 = item_array(batch.features, "spans", torch.int32, rank=2)[batch.items_B].astype(np.int64)
        start_B, end_B = to_device(spans_B2, batch.device).unbind(-1)
        return (cross_entropy(start_BL, start_B, reduction="sum") + cross_entropy(end_BL, end_B, reduction="sum")) / 2

    def new_predictions(self, features: Features) -> dict[str, Array]:
        items = features.items
        return {
            "spans": np.zeros((items, 2), np.int32),
            "scores": np.zeros(items, np.float32),
            "null_scores": np.zeros(items, np.float32),
        }

    def predict(
        self, hidden_TD: Tensor, batch: Batch, predictions: dict[str, Array], max_answer_tokens: int | None
    ) -> None:
        if max_answer_tokens is None:
            raise EngineError("BAD_REQUEST", 'Predicting answers needs "maxAnswerTokens"')
        start_BL, end_BL = self(hidden_TD, batch)
        ranges_B2 = item_array(batch.features, "context_ranges", torch.int32, rank=2)[batch.items_B].astype(np.int64)
        from_B1, to_B1 = to_device(ranges_B2, batch.device).unsqueeze(-1).unbind(1)
        position_1L = torch.arange(start_BL.shape[1], device=batch.device).unsqueeze(0)
        outside_BL = (position_1L < from_B1) | (position_1L >= to_B1)
        spans_B2, scores_B = best_spans(
            start_BL.masked_fill(outside_BL, -torch.inf), end_BL.masked_fill(outside_BL, -torch.inf), max_answer_tokens
        )
        predictions["spans"][batch.items_B] = spans_B2.cpu().numpy()
        predictions["scores"][batch.items_B] = scores_B.cpu().numpy()
        predictions["null_scores"][batch.items_B] = (start_BL[:, 0] + end_BL[:, 0]).cpu().numpy()


def best_spans(start_BL: Tensor, end_BL: Tensor, max_tokens: int) -> tuple[Tensor, Tensor]:
    """Span [B, 2] with the largest start + end logit among those of at most `max_tokens`, and that sum [B].

    Ties go to the shorter, then to the earlier span.
    """
    best_B, start_B = (start_BL + end_BL).max(-1)
    extra_B = torch.zeros_like(start_B)
    for extra in range(1, min(max_tokens, start_BL.shape[1])):
        score_B, first_B = (start_BL[:, :-extra] + end_BL[:, extra:]).max(-1)
        better_B = score_B > best_B
        best_B = torch.where(better_B, score_B, best_B)
        start_B = torch.where(better_B, first_B, start_B)
        extra_B = torch.where(better_B, extra, extra_B)
    return torch.stack([start_B, start_B + extra_B], dim=-1), best_B
