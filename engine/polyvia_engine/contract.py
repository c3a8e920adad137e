"""The requests of `src/engine/contract.ts` as Python types, and their validation.

`contract.schema.json` is generated from contract.ts; a test holds these types against it.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal, NotRequired, TypedDict, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from .errors import EngineError

Json = dict[str, Any]
Precision = Literal["fp32", "bf16"]
Batching = Literal["packed", "padded"]
Pooling = Literal["mean", "first-token"]


class HeadSpec(TypedDict):
    type: str
    labels: NotRequired[int]
    pooling: NotRequired[Pooling]
    scale: NotRequired[float]
    learnScale: NotRequired[bool]


class Place(TypedDict):
    device: str
    threads: int


class Runtime(Place):
    maxTokens: int


class Task(TypedDict):
    name: str
    head: HeadSpec
    shares: NotRequired[str]
    features: str
    development: NotRequired[str]


class OptimizerSpec(TypedDict):
    beta1: float
    beta2: float
    epsilon: float
    weightDecay: float
    clipNorm: float


class Saving(TypedDict):
    seconds: float
    share: float


class TrainRequest(TypedDict):
    op: Literal["train"]
    id: str
    checkpoint: str
    output: str
    state: str
    tasks: list[Task]
    schedule: str
    optimizer: OptimizerSpec
    freeze: int | None
    dropout: float | None
    headInitializerRange: float
    maxAnswerTokens: int | None
    seed: int
    precision: Precision
    evaluateAt: list[int]
    batching: Batching
    saving: Saving
    runtime: Runtime


class PredictRequest(TypedDict):
    op: Literal["predict"]
    id: str
    checkpoint: str
    task: str
    features: str
    output: str
    maxAnswerTokens: int | None
    precision: Precision
    batching: Batching
    runtime: Runtime


class LogitsRequest(TypedDict):
    op: Literal["logits"]
    id: str
    checkpoint: str
    task: str | None
    features: str
    output: str
    precision: Precision
    batching: Batching
    runtime: Runtime


class MaskedLmLossRequest(TypedDict):
    op: Literal["masked-lm-loss"]
    id: str
    checkpoint: str
    head: str
    features: str
    masks: str
    output: str
    precision: Precision
    batching: Batching
    runtime: Runtime


class EmbedOutput(TypedDict):
    layer: int
    pooling: Pooling
    path: str


class EmbedRequest(TypedDict):
    op: Literal["embed"]
    id: str
    checkpoint: str
    features: str
    outputs: list[EmbedOutput]
    precision: Precision
    batching: Batching
    runtime: Runtime


class NeighboursRequest(TypedDict):
    op: Literal["neighbours"]
    id: str
    queries: str
    candidates: str
    k: int
    similarity: Literal["cosine", "inner-product"]
    backward: bool
    output: str
    runtime: Place


class TokenizerRequest(TypedDict):
    op: Literal["tokenizer"]
    id: str
    text: str
    vocabularySize: int
    characterCoverage: float
    seedPieces: int
    output: str


class InitializeRequest(TypedDict):
    op: Literal["initialize"]
    id: str
    config: Json
    headInitializerRange: float
    seed: int
    output: str


class Decide(TypedDict):
    op: Literal["decide"]
    id: str
    step: int
    keep: bool
    stop: bool


class Handover(TypedDict):
    loaded: list[str]
    created: list[str]
    dropped: list[str]


def parse_request(line: str) -> Json:
    """One JSON line as a valid request, else BAD_REQUEST naming the field."""
    try:
        request = json.loads(line)
    except ValueError as error:
        raise EngineError("BAD_REQUEST", f"A request is not JSON: {error}") from error
    op = request.get("op") if isinstance(request, dict) else None
    validator = _validators().get(op) if isinstance(op, str) else None
    if validator is None:
        raise EngineError("BAD_REQUEST", f'Unknown request "{op}"; known: {", ".join(_validators())}')
    fault = best_match(validator.iter_errors(request))
    if fault is not None:
        raise EngineError("BAD_REQUEST", f'Request "{op}" at {fault.json_path}: {fault.message}')
    return cast(Json, request)


def request_schemas() -> dict[str, Json]:
    """JSON Schema of each request, by its `op`."""
    schema = json.loads(Path(__file__).with_name("contract.schema.json").read_text())
    return {variant["properties"]["op"]["const"]: variant for variant in schema["request"]["oneOf"]}


def event_schema() -> Json:
    return cast(Json, json.loads(Path(__file__).with_name("contract.schema.json").read_text())["event"])


@cache
def _validators() -> dict[str, Draft202012Validator]:
    return {op: Draft202012Validator(schema) for op, schema in request_schemas().items()}
