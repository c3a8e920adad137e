"""Predictions of one head over one dataset."""

import torch

from .batch import make_batch
from .channel import Channel
from .checkpoint import Model
from .contract import Json, Precision, PredictRequest
from .encoder import autocast
from .errors import Interrupted
from .features import Features, load_features
from .files import Array, write_arrays
from .heads import Head
from .models import ModelCache
from .runtime import Meter, prepare


def predict(request: PredictRequest, channel: Channel, models: ModelCache) -> Json:
    device = prepare(request["runtime"])
    meter = Meter(channel, request["id"], device)
    model = models.get(request["checkpoint"], device, request["batching"])
    head = model.head(request["task"], request["checkpoint"])
    features = load_features(request["features"], model.encoder.limits())
    channel.emit("started", id=request["id"], step=0)
    predictions = predictions_of(
        model,
        head,
        features,
        device,
        request["precision"],
        request["runtime"]["maxTokens"],
        request["maxAnswerTokens"],
        channel,
        meter,
    )
    write_arrays(request["output"], predictions)
    return meter.done()


def predictions_of(
    model: Model,
    head: Head,
    features: Features,
    device: torch.device,
    precision: Precision,
    max_tokens: int,
    max_answer_tokens: int | None,
    channel: Channel,
    meter: Meter,
    step: int = 0,
) -> dict[str, Array]:
    """Predictions as contract.ts lays them out; dropout must be off."""
    head.check_prediction(features)
    predictions = head.new_predictions(features)
    with torch.inference_mode(), autocast(device, precision):
        for items in model.encoder.inference_batches(features, max_tokens):
            if channel.interrupted:
                raise Interrupted(step)
            batch = make_batch(features, items, device)
            head.predict(model.encoder(batch), batch, predictions, max_answer_tokens)
            meter.progress(step, batch.tokens)
    return predictions
