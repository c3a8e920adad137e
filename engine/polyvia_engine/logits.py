"""Logits of a classifier over one dataset, before any softmax.

Shape suffixes: N items, C labels.
"""

import numpy as np
import torch

from .batch import make_batch
from .channel import Channel
from .contract import Json, LogitsRequest
from .encoder import autocast
from .errors import EngineError, Interrupted
from .features import check_one_sequence, load_features
from .files import write_arrays
from .heads.classification import Classification
from .models import ModelCache
from .runtime import Meter, prepare


def logits(request: LogitsRequest, channel: Channel, models: ModelCache) -> Json:
    device = prepare(request["runtime"])
    meter = Meter(channel, request["id"], device)
    checkpoint, task = request["checkpoint"], request["task"]
    if task is None:
        if request["batching"] == "packed":
            raise EngineError("BAD_REQUEST", 'A classifier of transformers cannot run packed batches; use "padded"')
        classifier = models.classifier(checkpoint, device)
        encoder, labels = classifier.encoder, classifier.labels
    else:
        model = models.get(checkpoint, device, request["batching"])
        head = model.head(task, checkpoint)
        if not isinstance(head, Classification):
            raise EngineError("NO_HEAD", f'Head "{task}" of "{checkpoint}" is no classification')
        encoder, labels = model.encoder, head.spec["labels"]
    features = load_features(request["features"], encoder.limits())
    check_one_sequence(features)
    channel.emit("started", id=request["id"], step=0)
    logits_NC = np.zeros((features.items, labels), np.float32)
    with torch.inference_mode(), autocast(device, request["precision"]):
        for items in encoder.inference_batches(features, request["runtime"]["maxTokens"]):
            if channel.interrupted:
                raise Interrupted
            batch = make_batch(features, items, device)
            found = classifier(batch) if task is None else head(encoder(batch), batch)
            logits_NC[items] = found.cpu().numpy()
            meter.progress(0, batch.tokens)
    write_arrays(request["output"], {"logits": logits_NC})
    return meter.done()
