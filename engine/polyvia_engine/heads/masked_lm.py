"""The original of each masked token. Source: XLMRobertaLMHead of transformers.

The decoder is the word embedding itself, and logits exist at masked positions only: exact, and the most of the gain at
250,000 pieces (a head on all tokens costs more than the encoder).

Shape suffixes: Q masked tokens, D width, V vocabulary.
"""

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu

from ..batch import Batch
from ..contract import HeadSpec
from ..errors import EngineError
from ..features import Features
from ..files import Array
from ..tied_cross_entropy import tied_cross_entropy, tied_losses
from .base import Head, config_of, no_predictions


class MaskedLm(Head):
    tied = True

    def __init__(self, encoder: nn.Module, spec: HeadSpec) -> None:
        super().__init__(encoder, spec)
        config = config_of(encoder)
        embeddings: nn.Embedding = encoder.get_input_embeddings()  # type: ignore[operator]
        if embeddings.embedding_dim != self.width or getattr(config, "tie_word_embeddings", True) is False:
            raise EngineError(
                "UNSUPPORTED_MODEL",
                f'Masked-LM needs a decoder tied to word embeddings, unlike "{config.model_type}"',
            )
        self.dense = nn.Linear(self.width, self.width)
        self.layer_norm = nn.LayerNorm(self.width, eps=getattr(config, "layer_norm_eps", 1e-5))
        self.bias = nn.Parameter(torch.zeros(embeddings.num_embeddings))
        # In a tuple, so that the encoder's weights do not become this head's.
        self._tied = (embeddings,)

    def check_training(self, features: Features, items: Array) -> None:
        """Labels come with the schedule."""

    def check_prediction(self, features: Features) -> None:
        raise no_predictions(self.spec)

    def units(self, batch: Batch) -> int:
        return 0 if batch.masked_Q is None else len(batch.masked_Q)

    def loss(self, hidden_TD: Tensor, batch: Batch) -> Tensor:
        assert batch.originals_Q is not None
        return tied_cross_entropy(self(hidden_TD, batch), self._tied[0].weight, self.bias, batch.originals_Q)

    def token_losses(self, hidden_TD: Tensor, batch: Batch) -> Tensor:
        """Loss of each masked token [Q], fp32, without gradients."""
        assert batch.originals_Q is not None
        return tied_losses(self(hidden_TD, batch), self._tied[0].weight, self.bias, batch.originals_Q)

    def forward(self, hidden_TD: Tensor, batch: Batch) -> Tensor:
        """What the decoder is fed with at masked tokens [Q, D]."""
        assert batch.masked_Q is not None
        hidden_QD: Tensor = self.layer_norm(gelu(self.dense(hidden_TD[batch.masked_Q])))
        return hidden_QD
