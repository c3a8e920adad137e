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
    sliding_window: int | None = None,
    **kwargs: Any,
) -> tuple[Tensor, None]:
    """The attention interface of transformers. Returns [1, T, H, D]."""
    plan = _plan.get()
    scale = query_1HTD.shape[-1] ** -0.5 if scaling is None else scaling
    rows = (query_1HTD[0], key_1HTD[0], value_1HTD[0])
    if _has_varlen_kernel(query_1HTD) and sliding_window is None:
        return _varlen(*rows, plan, dropout, scale).unsqueeze(0), None

    sizes = [group.tokens for group in plan.groups]
    contexts = []
    for group, query_HTD, key_HTD, value_HTD in zip(
        plan.groups, *(torch.split(row_HTD, sizes, dim=1) for row_HTD in rows), strict=True
    ):
        context_GHLD = _attend(
            _by_sequence(query_HTD, group),
            _by_sequence(key_HTD, group),
            _by_sequence(value_HTD, group),
            _window_mask(group.length, sliding_window, query_1HTD.device),
            dropout,
            scale,
        )
        contexts.append(context_GHLD.transpose(1, 2).reshape(group.tokens, query_1HTD.shape[1], -1))
    return torch.cat(contexts).to(value_1HTD.dtype).unsqueeze(0), None


def _by_sequence(row_HTD: Tensor, group: Group) -> Tensor:
    """[H, G*L, D] -> [G, H, L, D] without a copy."""
    heads, _, width = row_HTD.shape
    return row_HTD.view(heads, group.sequences, group.length, width).transpose(0, 1)


def _attend(
    query_GHLD: Tensor, key_GHLD: Tensor, value_GHLD: Tensor, mask_LL: Tensor | None, dropout: float, scale: float
) -> Tensor:
    """dropout(softmax(query key' * scale + mask)) value.

    Without dropout there are fused kernels. That of the CPU is used in fp32 whatever comes in: in bf16 it is ten times
    slower at 12 tokens (8,160 tokens, 6 heads of 32, forward and backward: 364 ms against 39).
    """
    if dropout > 0.0:
        scores_GHLL = (query_GHLD * scale) @ key_GHLD.transpose(-1, -2)
        if mask_LL is not None:
            scores_GHLL = scores_GHLL + mask_LL
        return nn.functional.dropout(scores_GHLL.softmax(-1), dropout) @ value_GHLD
    if query_GHLD.device.type == "cpu":
        query_GHLD, key_GHLD, value_GHLD = query_GHLD.float(), key_GHLD.float(), value_GHLD.float()
    mask_LL = None if mask_LL is None else mask_LL.to(query_GHLD.dtype)
    with torch.autocast(query_GHLD.device.type, enabled=False):
        return scaled_dot_product_attention(query_GHLD, key_GHLD, value_GHLD, attn_mask=mask_LL, scale=scale)


def _window_mask(length: int, window: int | None, device: torch.device) -> Tensor | None:
    """0 where tokens are less than `window` apart, else -inf (local layers of ModernBERT)."""
    if window is None or length <= window:
        return None
    place_L = torch.arange(length, device=device)
    apart_LL = (place_L[:, None] - place_L[None, :]).abs() >= window
    return torch.zeros(length, length, device=device).masked_fill(apart_LL, -torch.inf)


def _has_varlen_kernel(query_1HTD: Tensor) -> bool:
    """FlashAttention for rows of sequences: CUDA from capability 8.0, half precision, heads of 8, 16, ... 256."""
    half = query_1HTD.dtype in (torch.bfloat16, torch.float16)
    width = query_1HTD.shape[-1]
    if not (query_1HTD.is_cuda and half and width % 8 == 0 and width <= 256):
        return False
    return torch.cuda.get_device_capability(query_1HTD.device) >= (8, 0)


def _varlen(query_HTD: Tensor, key_HTD: Tensor, value_HTD: Tensor, plan: Plan, dropout: float, scale: float) -> Tensor:
    """Returns [T, H, D]."""
    rows_and_ends = (
        query_HTD.transpose(0, 1),
        key_HTD.transpose(0, 1),
        value_HTD.transpose(0, 1),
        plan.sequence_offsets,
        plan.sequence_offsets,
        plan.longest,
        plan.longest,
    )
    if dropout > 0.0:
        # varlen_attn is this operator with dropout fixed at 0 (torch 2.13; pytorch/pytorch#179390).
        context_THD: Tensor = torch.ops.aten._flash_attention_forward(
            *rows_and_ends, dropout, False, False, scale=scale
        )[0]
        return context_THD
    from torch.nn.attention.varlen import varlen_attn

    context = varlen_attn(*rows_and_ends, scale=scale)
    assert isinstance(context, Tensor)
    return context


AttentionInterface.register(PACKED, packed_attention)
