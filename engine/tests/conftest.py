"""What the tests share: tiny encoders, features made from lists, and a channel without a process."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from jsonschema import Draft202012Validator
from safetensors.numpy import save_file

from polyvia_engine.checkpoint import Model, new_encoder, write_checkpoint
from polyvia_engine.contract import event_schema
from polyvia_engine.errors import Interrupted
from polyvia_engine.models import ModelCache
from polyvia_engine.serve import JOBS

RUNTIME = {"device": "cpu", "threads": 1, "maxTokens": 4096}
OPTIMIZER = {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weightDecay": 0.01, "clipNorm": 1.0}
VOCABULARY = 97
BATCHING = dict.fromkeys(("xlm-roberta", "bert", "electra", "modernbert"), "packed")
BATCHING |= dict.fromkeys(("rembert", "deberta-v2"), "padded")
EVENTS = Draft202012Validator(event_schema())

TINY: dict[str, dict[str, Any]] = {
    "xlm-roberta": {"model_type": "xlm-roberta", "type_vocab_size": 1, "pad_token_id": 1, "layer_norm_eps": 1e-5},
    "bert": {"model_type": "bert", "type_vocab_size": 2, "pad_token_id": 0},
    "electra": {"model_type": "electra", "type_vocab_size": 2, "pad_token_id": 0, "embedding_size": 16},
    "modernbert": {
        "model_type": "modernbert",
        "pad_token_id": 0,
        "local_attention": 6,
        "global_attn_every_n_layers": 2,
        "cls_token_id": 0,
        "sep_token_id": 2,
        "bos_token_id": 0,
        "eos_token_id": 2,
    },
    "rembert": {"model_type": "rembert", "type_vocab_size": 2, "pad_token_id": 0, "input_embedding_size": 16},
    "deberta-v2": {
        "model_type": "deberta-v2",
        "type_vocab_size": 0,
        "pad_token_id": 0,
        "relative_attention": True,
        "pos_att_type": ["p2c", "c2p"],
        "position_biased_input": False,
        "max_relative_positions": -1,
    },
}


def tiny_config(kind: str, dropout: float = 0.0) -> dict[str, Any]:
    return {
        "vocab_size": VOCABULARY,
        "hidden_size": 32,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "intermediate_size": 48,
        "max_position_embeddings": 70,
        "hidden_dropout_prob": dropout,
        "attention_probs_dropout_prob": dropout,
        "initializer_range": 0.2,  # large, so that differences show
        **TINY[kind],
    }


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture
def checkpoint(tmp_path: Path) -> Callable[..., str]:
    """Makes a checkpoint of a tiny encoder without heads, and returns its folder."""

    def make(kind: str = "xlm-roberta", dropout: float = 0.0, seed: int = 1) -> str:
        folder = tmp_path / f"checkpoint-{kind}-{dropout}-{seed}"
        folder.mkdir()
        encoder, config = new_encoder(tiny_config(kind, dropout), seed)
        write_checkpoint(str(folder), Model(encoder, {}, config))
        return str(folder)

    return make


class Recorder:
    """A channel that keeps events, answers evaluations with `decide`, and interrupts when told to."""

    def __init__(self, decide: Callable[[int], tuple[bool, bool]] | None = None, interrupt_at: int | None = None):
        self.events: list[dict[str, Any]] = []
        self._decide = decide
        self._interrupt_at = interrupt_at
        self.interrupted = False

    def emit(self, type: str, **fields: Any) -> None:
        event = {"type": type, **{name: value for name, value in fields.items() if value is not None}}
        if type != "log":
            EVENTS.validate(json.loads(json.dumps(event)))
        self.events.append(event)

    def log(self, message: str) -> None:
        self.emit("log", message=message)

    def wait_for_decision(self, step: int) -> dict[str, Any]:
        if self._interrupt_at == -step:
            raise Interrupted(step)
        assert self._decide is not None
        keep, stop = self._decide(step)
        return {"op": "decide", "id": "x", "step": step, "keep": keep, "stop": stop}

    def __getitem__(self, type: str) -> dict[str, Any]:
        return next(event for event in reversed(self.events) if event["type"] == type)


def run(request: dict[str, Any], channel: Recorder | None = None, models: ModelCache | None = None) -> Recorder:
    channel = channel or Recorder()
    last = JOBS[request["op"]](request, channel, models or ModelCache())  # type: ignore[arg-type]
    channel.emit(**last, id=request["id"])
    return channel


def save_features(
    path: Path, sequences: list[list[int]], items: list[int] | None = None, **arrays: np.ndarray[Any, Any]
) -> str:
    """`items`: sequences of each item, for multiple choice."""
    lengths = [len(sequence) for sequence in sequences]
    tensors = {
        "ids": np.concatenate([np.array(sequence, np.int32) for sequence in sequences]),
        "sequence_offsets": offsets(lengths),
        **arrays,
    }
    if items is not None:
        tensors["item_offsets"] = offsets(items)
    save_file(tensors, path)
    return str(path)


def save_schedule(
    path: Path,
    steps: list[list[int]],
    tasks: list[int] | None = None,
    masks: list[tuple[list[int], list[int]]] | None = None,
    learning_rate: float = 1e-2,
) -> str:
    """`masks`: positions and inputs of each item in order of processing."""
    tensors = {
        "items": np.concatenate([np.array(step, np.int32) for step in steps]),
        "step_offsets": offsets([len(step) for step in steps]),
        "step_task": np.array(tasks or [0] * len(steps), np.int32),
        "learning_rate": np.linspace(learning_rate, learning_rate / 10, len(steps)).astype(np.float32),
    }
    if masks is not None:
        tensors["mask_offsets"] = offsets([len(positions) for positions, _ in masks])
        tensors["mask_positions"] = np.concatenate([np.array(positions, np.int32) for positions, _ in masks])
        tensors["mask_inputs"] = np.concatenate([np.array(inputs, np.int32) for _, inputs in masks])
    save_file(tensors, path)
    return str(path)


def offsets(counts: list[int]) -> np.ndarray[Any, Any]:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)


def random_sequences(random: np.random.Generator, lengths: list[int]) -> list[list[int]]:
    """<s>, random tokens, </s>; no special inside."""
    return [[0, *random.integers(5, VOCABULARY, length - 2).tolist(), 2] for length in lengths]
