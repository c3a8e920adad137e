"""One vector a sequence, from any layers, in one forward pass.

Shape suffixes: D width, S sequences.
"""

from contextlib import ExitStack

import torch
from torch import Tensor

from .batch import make_batch
from .channel import Channel
from .contract import EmbedRequest, Json
from .encoder import autocast
from .errors import EngineError, Interrupted
from .features import check_one_sequence, load_features
from .files import writing_array
from .models import ModelCache
from .pooling import pool
from .runtime import Meter, prepare


def embed(request: EmbedRequest, channel: Channel, models: ModelCache) -> Json:
    device = prepare(request["runtime"])
    meter = Meter(channel, request["id"], device)
    encoder = models.get(request["checkpoint"], device, request["batching"]).encoder
    features = load_features(request["features"], encoder.limits())
    check_one_sequence(features)
    deepest = max(output["layer"] for output in request["outputs"])
    if deepest > encoder.layers:
        raise EngineError("BAD_REQUEST", f"There is no layer {deepest}; the encoder has {encoder.layers}")
    channel.emit("started", id=request["id"], step=0)
    with ExitStack() as files, torch.inference_mode(), autocast(device, request["precision"]):
        shape = (features.items, encoder.config.hidden_size)
        arrays = [
            files.enter_context(writing_array(output["path"], "embeddings", shape)) for output in request["outputs"]
        ]
        files.enter_context(encoder.cut_at(deepest))
        for items in encoder.inference_batches(features, request["runtime"]["maxTokens"], deepest + 1):
            if channel.interrupted:
                raise Interrupted
            batch = make_batch(features, items, device)
            layers = encoder.hidden_states(batch)
            pooled: dict[tuple[int, str], Tensor] = {}
            for output, array in zip(request["outputs"], arrays, strict=True):
                key = (output["layer"], output["pooling"])
                if key not in pooled:
                    pooled[key] = pool(layers[output["layer"]], batch, output["pooling"])
                array[items] = pooled[key].cpu().numpy()
            meter.progress(0, batch.tokens)
    return meter.done()
