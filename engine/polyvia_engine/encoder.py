"""Any transformers encoder, run on batches.

Shape suffixes: T tokens of the row, D width, S sequences, L padded length.
"""

import inspect
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn

from .attention import PACKED, make_plan, use_plan
from .batch import Batch, inference_batches
from .contract import Batching, Precision
from .errors import EngineError
from .features import Features, Limits
from .files import Array

FORWARD_BYTES = 1 << 29
"""Memory for the activations of a forward pass without gradients. One size for all machines, so that batches, and with
them the last bits of results, are the same everywhere."""


class Encoder(nn.Module):
    """An `AutoModel` and what must be known to feed it."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model: Any = model
        self.config: Any = model.config
        arguments = inspect.signature(model.forward).parameters
        self._takes_positions = "position_ids" in arguments
        self._takes_types = "token_type_ids" in arguments and bool(getattr(self.config, "type_vocab_size", 0))
        # RoBERTa and its kin count positions from one past the padding id, whose own position holds no weights.
        positions = getattr(getattr(model, "embeddings", None), "position_embeddings", None)
        padding = getattr(positions, "padding_idx", None)
        self.first_position = 0 if padding is None else int(padding) + 1
        self._plain_attention: str = self.config._attn_implementation

    def limits(self) -> Limits:
        return Limits(
            vocabulary=self.get_input_embeddings().num_embeddings,
            token_types=self.config.type_vocab_size if self._takes_types else 1,
            sequence_tokens=self.config.max_position_embeddings - self.first_position,
        )

    @property
    def padding(self) -> int:
        """Id that fills padded batches."""
        return getattr(self.config, "pad_token_id", None) or 0

    def get_input_embeddings(self) -> nn.Embedding:
        embeddings: nn.Embedding = self.model.get_input_embeddings()
        return embeddings

    @property
    def packs(self) -> bool:
        """Whether attention, and nothing beside it, mixes tokens, and can be told where sequences end."""
        return self._takes_positions and bool(
            self.model._supports_attention_backend and self.model._can_set_attn_implementation()
        )

    def set_batching(self, batching: Batching) -> None:
        if batching == "packed" and not self.packs:
            raise EngineError(
                "UNSUPPORTED_MODEL", f'"{self.config.model_type}" cannot run packed batches; use batching "padded"'
            )
        self.model.set_attn_implementation(PACKED if batching == "packed" else self._plain_attention)

    @property
    def batching(self) -> Batching:
        return "packed" if self.config._attn_implementation == PACKED else "padded"

    @property
    def layers(self) -> int:
        return int(self.config.num_hidden_layers)

    def freeze(self, layers: int) -> None:
        """Leaves the embeddings and the lowest `layers` layers untrained: no gradient reaches into them. Embeddings are
        what comes before the layers, and what tells all of them how far tokens are apart (DeBERTa, MPNet)."""
        modules = dict(self.model.named_modules())
        stacks = [
            name for name, each in modules.items() if isinstance(each, nn.ModuleList) and len(each) == self.layers
        ]
        if not stacks or layers >= self.layers:
            raise EngineError(
                "UNSUPPORTED_MODEL",
                f'"{self.config.model_type}" with {self.layers} layers cannot be trained with {layers} of them frozen',
            )
        parameters = dict(self.model.named_parameters())
        before = list(itertools.takewhile(lambda name: not name.startswith(f"{stacks[0]}."), parameters))
        lowest = tuple(f"{stacks[0]}.{layer}." for layer in range(layers))
        distances = tuple(f"{name}." for name, each in modules.items() if isinstance(each, nn.Embedding))
        if "encoder.rel_embeddings" in modules:
            distances += ("encoder.LayerNorm.",)
        within = (name for name in parameters if name.startswith((*lowest, *distances)))
        for name in (*before, *within):
            parameters[name].requires_grad_(False)

    def inference_batches(self, features: Features, max_tokens: int, kept_layers: int = 1) -> list[Array]:
        """All items once, in batches of at most `max_tokens`, and fewer where a pass would hold over FORWARD_BYTES."""
        if features.items == 0:
            return []
        held = FORWARD_BYTES // self._token_bytes(int(features.lengths_S.max()), kept_layers)
        return inference_batches(features, min(max_tokens, held), self.batching)

    def _token_bytes(self, longest: int, kept_layers: int) -> int:
        """What a pass without gradients holds of each token at the most, in fp32: the layers that are kept, and the
        inner layer before and after its activation, or query, key, value, context and sums of the attention, with its
        scores before and after the softmax where rows are padded."""
        config = self.config
        inner = 2 * getattr(config, "intermediate_size", 4 * config.hidden_size)
        scores = 2 * config.num_attention_heads * longest if self.batching == "padded" else 0
        return int(4 * (kept_layers * config.hidden_size + max(inner, 6 * config.hidden_size + scores)))

    @contextmanager
    def cut_at(self, layer: int) -> Iterator[None]:
        """Leaves layers above `layer` uncomputed, in encoders where nothing follows them (RoBERTa, BERT)."""
        stack = getattr(self.model, "encoder", None)
        whole = getattr(stack, "layer", None)
        if stack is None or not isinstance(whole, nn.ModuleList) or not self.packs:
            yield
            return
        stack.layer = whole[: max(layer, 1)]
        try:
            yield
        finally:
            stack.layer = whole

    def forward(self, batch: Batch) -> Tensor:
        """Last layer [T, D] in the order of the row."""
        return self.hidden_states(batch, every_layer=False)[-1]

    def hidden_states(self, batch: Batch, every_layer: bool = True) -> list[Tensor]:
        """The embeddings and each layer [T, D] in the order of the row; else the last layer alone."""
        if self.batching == "packed":
            with use_plan(make_plan(batch.lengths_R, batch.device)):
                output = self.model(
                    input_ids=batch.ids_T.unsqueeze(0),
                    position_ids=(batch.positions_T + self.first_position).unsqueeze(0),
                    output_hidden_states=every_layer,
                    **self._token_types(batch.type_ids_T, batch.ids_T),
                )
            return [hidden_1TD[0] for hidden_1TD in _layers(output, every_layer)]

        index_SL, real_SL = batch.padded_SL()
        output = self.model(**self.padded_inputs(batch, index_SL, real_SL), output_hidden_states=every_layer)
        row_T = index_SL[real_SL].argsort()
        return [hidden_SLD[real_SL][row_T] for hidden_SLD in _layers(output, every_layer)]

    def padded_inputs(self, batch: Batch, index_SL: Tensor, real_SL: Tensor) -> dict[str, Tensor]:
        """What a model of transformers is called with, from `Batch.padded_SL`."""
        types_T = batch.type_ids_T
        return {
            "input_ids": batch.ids_T[index_SL].masked_fill(~real_SL, self.padding),
            "attention_mask": real_SL.long(),
            **self._token_types(None if types_T is None else types_T[index_SL] * real_SL, index_SL),
        }

    def _token_types(self, type_ids: Tensor | None, like: Tensor) -> dict[str, Tensor]:
        if not self._takes_types:
            return {}
        types = torch.zeros_like(like) if type_ids is None else type_ids
        return {"token_type_ids": types.unsqueeze(0) if types.dim() == 1 else types}


def _layers(output: Any, every_layer: bool) -> list[Tensor]:
    return list(output.hidden_states) if every_layer else [output.last_hidden_state]


def autocast(device: torch.device, precision: Precision) -> torch.autocast:
    """bf16 matrix products over fp32 weights, or nothing."""
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=precision == "bf16")
