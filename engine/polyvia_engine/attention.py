"""Attention over a packed row: each sequence sees only itself, and no padding token reaches a linear layer.

Registered with the attention interface of transformers under `PACKED`, so every encoder that uses the interface runs
on packed rows unchanged. Which tokens form a sequence comes from the `Plan` in force (`use_plan`), made once a batch
and shared by all layers.

Shape suffixes: H heads, T tokens of the row, G sequences of a group, L tokens a sequence, D width of a head.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention
from transformers import AttentionInterface

from .files import Array

PACKED = "polyvia_packed"


@dataclass(frozen=True)
class Group:
    """Neighbouring sequences of a row that attend in one call."""

    sequences: int
    length: int
    tokens: int


@dataclass(frozen=True)
class Plan:
    """How a row is cut for attention."""

    groups: tuple[Group, ...]
    sequence_offsets: Tensor
    """I32 [R+1], for the variable-length CUDA kernel"""
    longest: int


def make_plan(lengths_R: Array, device: torch.device) -> Plan:
    """Sequences of equal length form a group. `lengths_R` must be sorted."""
    lengths, counts = np.unique(lengths_R, return_counts=True)
    groups = tuple(
        Group(int(count), int(length), int(length * count)) for length, count in zip(lengths, counts, strict=True)
    )
    offsets = np.concatenate([[0], np.cumsum(lengths_R)]).astype(np.int32)
    return Plan(groups, torch.from_numpy(offsets).to(device), int(lengths_R.max()))


_plan: ContextVar[Plan] = ContextVar("plan")


@contextmanager
def use_plan(plan: Plan) -> Iterator[None]:
    token = _plan.set(plan)
    try:
        yield
    finally:
        _plan.reset(token)


def packed_attention(
    module: nn.Module,
    query_1HTD: Tensor,
    key_1HTD: Tensor,
    value_1HTD: Tensor,
    attention_mask: Tensor | None,
    dropout: float = 0.0,
    scaling: float | None = None,
    **kwargs: Any,
) -> tuple[Tensor, None]:
    """The attention interface of transformers. Returns [1, T, H, D]."""
    plan = _plan.get()
    if _has_varlen_kernel(query_1HTD, dropout):
        return _varlen(query_1HTD, key_1HTD, value_1HTD, plan, scaling), None
    sizes = [group.tokens for group in plan.groups]
    rows = zip(
        plan.groups,
        torch.split(query_1HTD[0], sizes, dim=1),
        torch.split(key_1HTD[0], sizes, dim=1),
        torch.split(value_1HTD[0], sizes, dim=1),
        strict=True,
    )
    context = [
        scaled_dot_product_attention(
            _by_sequence(query, group),
            _by_sequence(key, group),
            _by_sequence(value, group),
            dropout_p=dropout,
            scale=scaling,
        )
        .transpose(1, 2)
        .reshape(group.tokens, query.shape[0], -1)
        for group, query, key, value in rows
    ]
    return torch.cat(context).unsqueeze(0), None


def _by_sequence(tensor_HTD: Tensor, group: Group) -> Tensor:
    """[H, G*L, D] -> [G, H, L, D] without a copy."""
    heads, _, width = tensor_HTD.shape
    return tensor_HTD.view(heads, group.sequences, group.length, width).transpose(0, 1)


def _has_varlen_kernel(query_1HTD: Tensor, dropout: float) -> bool:
    """torch.nn.attention.varlen: CUDA, half precision, no dropout."""
    half = query_1HTD.dtype in (torch.bfloat16, torch.float16)
    return query_1HTD.is_cuda and half and dropout == 0.0 and query_1HTD.shape[-1] % 8 == 0


def _varlen(query_1HTD: Tensor, key_1HTD: Tensor, value_1HTD: Tensor, plan: Plan, scaling: float | None) -> Tensor:
    from torch.nn.attention.varlen import varlen_attn

    context_THD = varlen_attn(
        query_1HTD[0].transpose(0, 1),
        key_1HTD[0].transpose(0, 1),
        value_1HTD[0].transpose(0, 1),
        plan.sequence_offsets,
        plan.sequence_offsets,
        plan.longest,
        plan.longest,
        scale=scaling,
    )
    assert isinstance(context_THD, Tensor)
    return context_THD.unsqueeze(0)


AttentionInterface.register(PACKED, packed_attention)
