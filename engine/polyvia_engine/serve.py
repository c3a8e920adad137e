"""The worker's main loop: one job after the other, each ending in `done`, `interrupted` or `failed`."""

import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import NUMERICS, PROTOCOL
from .channel import Channel
from .contract import Json, parse_request
from .embed import embed
from .errors import EngineError, Interrupted, classify
from .initialize import initialize
from .logits import logits
from .masked_lm_loss import masked_lm_loss
from .models import ModelCache
from .neighbours import neighbours
from .predict import predict
from .runtime import devices, keep_memory, release_memory, versions
from .tokenizer import tokenizer
from .train import train

JOBS: dict[str, Callable[[Any, Channel, ModelCache], Json]] = {
    "train": train,
    "predict": predict,
    "logits": logits,
    "masked-lm-loss": masked_lm_loss,
    "embed": embed,
    "neighbours": neighbours,
    "tokenizer": tokenizer,
    "initialize": initialize,
}


def serve(channel: Channel) -> None:
    """Answers requests until shut down."""
    _interrupt_on_signals(channel)
    _ready(channel)
    channel.start()
    models = ModelCache()
    while (job := channel.next_job()) is not None:
        run_job(job, channel, models)


def run_job(job: Json, channel: Channel, models: ModelCache) -> str:
    """Runs one job and reports its end; returns the type of the last event."""
    last: Json
    channel.begin(job["id"])
    try:
        last = JOBS[job["op"]](job, channel, models)
    except Interrupted as interrupted:
        last = {"type": "interrupted", "step": interrupted.step}
    except Exception as error:
        traceback.print_exc(file=sys.stderr)
        code, message = classify(error)
        last = {"type": "failed", "code": code, "message": message}
    if job["op"] == "train":
        release_memory()
    # First, so that what comes in after the last event belongs to the next job.
    channel.end()
    channel.emit(**last, id=job["id"])
    return str(last["type"])


def run_one(path: Path, channel: Channel) -> str:
    """One request from a file; decisions and interrupts may still come from standard input."""
    try:
        job = parse_request(path.read_text(encoding="utf-8"))
        if job["op"] not in JOBS:
            raise EngineError("BAD_REQUEST", f'"{job["op"]}" is not a job')
    except (EngineError, OSError) as error:
        code, message = classify(error) if isinstance(error, EngineError) else ("BAD_REQUEST", str(error))
        channel.emit("failed", id=None, code=code, message=message)
        return "failed"
    _interrupt_on_signals(channel)
    _ready(channel)
    channel.accept(job)
    channel.start()
    return run_job(job, channel, ModelCache())


def _ready(channel: Channel) -> None:
    keep_memory()
    channel.emit("ready", protocol=PROTOCOL, numerics=NUMERICS, versions=versions(), devices=devices())


def _interrupt_on_signals(channel: Channel) -> None:
    """SIGTERM, a cluster's warning, saves the state and ends the worker. Control-C reaches the whole process group;
    the parent answers it with an `interrupt`."""

    def terminate(*_: object) -> None:
        channel.interrupt()
        channel.shut_down()

    signal.signal(signal.SIGTERM, terminate)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
