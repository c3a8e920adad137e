"""The heads, by the `type` of contract.ts. To add one: a file here, a line below, a member of `Head` there."""

from torch import nn

from ..contract import HeadSpec
from .base import BatchHead, Head
from .classification import Classification
from .dual_encoder import DualEncoder
from .masked_lm import MaskedLm
from .multiple_choice import MultipleChoice
from .regression import Regression
from .span_extraction import SpanExtraction
from .tagging import Tagging

HEADS: dict[str, type[Head]] = {
    "classification": Classification,
    "regression": Regression,
    "multiple-choice": MultipleChoice,
    "span-extraction": SpanExtraction,
    "tagging": Tagging,
    "masked-lm": MaskedLm,
    "dual-encoder": DualEncoder,
}


def new_head(encoder: nn.Module, spec: HeadSpec) -> Head:
    return HEADS[spec["type"]](encoder, spec)


__all__ = ["HEADS", "BatchHead", "Head", "MaskedLm", "new_head"]
