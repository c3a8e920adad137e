"""A configuration of transformers, and the class of the encoder it describes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from transformers import CONFIG_MAPPING, AutoModel

from .errors import EngineError, classify

MOST_LAYERS = 1000


def parsed_config(written: Any, whose: str) -> tuple[Any, Any]:
    """A configuration as transformers reads it, and the class of its encoder. Code that it names is never run."""
    unsupported = f"Cannot open the configuration of {whose}: "
    if not isinstance(written, dict) or not isinstance(written.get("model_type"), str):
        raise EngineError("UNSUPPORTED_MODEL", f'{unsupported}it gives no "model_type"')
    kind = written["model_type"]
    if written.get("auto_map"):
        raise EngineError(
            "UNSUPPORTED_MODEL", f'{unsupported}it needs code of its own ("auto_map"), which is never run'
        )
    if written.get("quantization_config"):
        raise EngineError("UNSUPPORTED_MODEL", f"{unsupported}quantised weights cannot be trained")
    if kind not in CONFIG_MAPPING:
        raise EngineError("UNSUPPORTED_MODEL", f'{unsupported}transformers knows no "{kind}"')
    # How attention is computed is decided here, not by a file.
    settings = {name: value for name, value in written.items() if name not in _ATTENTION}
    with refusing(unsupported.removesuffix(": ")):
        config = CONFIG_MAPPING[kind].from_dict(settings)
        layers = config.num_hidden_layers
        model_class = AutoModel._model_mapping.get(type(config), None)
    if model_class is None:
        raise EngineError("UNSUPPORTED_MODEL", f'{unsupported}"{kind}" has no encoder that transformers opens alone')
    if not isinstance(layers, int) or not 1 <= layers <= MOST_LAYERS:
        raise EngineError("UNSUPPORTED_MODEL", f"{unsupported}num_hidden_layers is {layers}, not in 1..{MOST_LAYERS}")
    if getattr(config, "is_decoder", False) or getattr(config, "is_encoder_decoder", False):
        raise EngineError("UNSUPPORTED_MODEL", f"{unsupported}it is a decoder, not an encoder")
    return config, model_class


_ATTENTION = (
    "attn_implementation",
    "_attn_implementation",
    "_attn_implementation_internal",
    "_attn_implementation_autoset",
)


@contextmanager
def refusing(action: str) -> Iterator[None]:
    """Whatever transformers raises on a configuration (of 20 that were spoilt, ten kinds of exception), in one form."""
    try:
        yield
    except (EngineError, MemoryError, torch.OutOfMemoryError):
        raise
    except Exception as error:
        if classify(error)[0] != "INTERNAL":
            raise
        raise EngineError("UNSUPPORTED_MODEL", f"{action}: {short(error)}") from error


def short(error: BaseException) -> str:
    return " ".join(str(error).split())[:300]
