"""A new encoder with random weights, and a masked-LM head for it."""

import torch

from .channel import Channel
from .checkpoint import Model, counter_seed, initialize_head, new_encoder, write_checkpoint
from .contract import Handover, HeadSpec, InitializeRequest, Json
from .errors import EngineError
from .heads import Head, new_head
from .models import ModelCache
from .runtime import Meter


def initialize(request: InitializeRequest, channel: Channel, models: ModelCache) -> Json:
    meter = Meter(channel, request["id"], torch.device("cpu"))
    encoder, config = new_encoder(request["config"], request["seed"])
    heads: dict[str, Head] = {}
    spec: HeadSpec = {"type": "masked-lm"}
    try:
        heads["masked-lm"] = new_head(encoder, spec)
        initialize_head(heads["masked-lm"], request["headInitializerRange"], counter_seed(request["seed"], "head", 0))
    except EngineError:
        channel.log(f'"{encoder.config.model_type}" gets no masked-LM head: its decoder is not tied')
    model = Model(encoder, heads, config)
    created = [name.replace("/", ".") for name in model.named_parameters()]
    channel.emit("started", id=request["id"], step=0, handover=Handover(loaded=[], created=created, dropped=[]))
    write_checkpoint(request["output"], model)
    return meter.done()
