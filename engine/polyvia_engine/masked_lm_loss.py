"""The loss of a masked-LM head on an encoder that may have moved on without it.

Shape suffixes: N items, Q masked tokens.
"""

import numpy as np
import torch

from .batch import make_batch, ranges
from .channel import Channel
from .contract import Json, MaskedLmLossRequest
from .encoder import autocast
from .errors import Interrupted
from .features import check_one_sequence, load_features
from .files import Arrays, write_arrays
from .models import ModelCache
from .runtime import Meter, prepare
from .schedule import check_masks, load_masks


def masked_lm_loss(request: MaskedLmLossRequest, channel: Channel, models: ModelCache) -> Json:
    device = prepare(request["runtime"])
    meter = Meter(channel, request["id"], device)
    encoder = models.get(request["checkpoint"], device, request["batching"]).encoder
    head = models.masked_lm_head(request["head"])
    features = load_features(request["features"], encoder.limits())
    check_one_sequence(features)
    source = Arrays(request["masks"])
    masks = load_masks(source, features.items, encoder.limits().vocabulary)
    if masks is None:
        raise source.bad('it has no tensor "mask_offsets"')
    check_masks(source, masks, np.arange(features.items), features.lengths_S)
    channel.emit("started", id=request["id"], step=0)
    losses_Q = np.zeros(len(masks.positions_Q), np.float32)
    counts_N = np.diff(masks.offsets_M1)
    with torch.inference_mode(), autocast(device, request["precision"]):
        for items in encoder.inference_batches(features, request["runtime"]["maxTokens"]):
            if channel.interrupted:
                raise Interrupted
            batch = make_batch(features, items, device, masks, items)
            found_Q = head.token_losses(encoder(batch), batch)
            losses_Q[ranges(masks.offsets_M1[items], counts_N[items])] = found_Q.cpu().numpy()
            meter.progress(0, batch.tokens)
    write_arrays(request["output"], {"losses": losses_Q})
    return meter.done()
