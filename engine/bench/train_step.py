"""Tokens a second of a packed training step on this machine: python bench/train_step.py --help

CPU seconds are shown beside wall seconds, since a shared machine slows the second only.
"""

import argparse
import time

import numpy as np
import torch

from polyvia_engine.batch import Masks, make_batch
from polyvia_engine.checkpoint import Model, initialize_head, new_encoder
from polyvia_engine.encoder import autocast
from polyvia_engine.features import Features
from polyvia_engine.files import Array
from polyvia_engine.heads import new_head
from polyvia_engine.optimizer import Optimizer
from polyvia_engine.runtime import keep_memory

MODELS = {
    "mini": {"hidden_size": 192, "num_hidden_layers": 3, "num_attention_heads": 6, "intermediate_size": 768},
    "base": {"hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12, "intermediate_size": 3072},
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--tokens", type=int, default=8192)
    parser.add_argument("--model", choices=MODELS, default="mini")
    parser.add_argument("--vocabulary", type=int, default=8000)
    parser.add_argument("--lengths", default="12", help="one number, or low-high drawn evenly")
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--precision", default="bf16")
    parser.add_argument("--batching", default="packed")
    parser.add_argument("--steps", type=int, default=7)
    parser.add_argument("--profile", action="store_true")
    arguments = parser.parse_args()
    keep_memory()  # as the worker does
    torch.set_num_threads(arguments.threads)

    config = {
        "model_type": "xlm-roberta",
        "vocab_size": arguments.vocabulary,
        "max_position_embeddings": 514,
        "type_vocab_size": 1,
        "pad_token_id": 1,
        "hidden_dropout_prob": arguments.dropout,
        "attention_probs_dropout_prob": arguments.dropout,
        **MODELS[arguments.model],
    }
    encoder, written = new_encoder(config, seed=1)
    head = new_head(encoder, {"type": "masked-lm"})
    initialize_head(head, 0.02, 1)
    model = Model(encoder, {"mlm": head}, written)
    encoder.set_batching(arguments.batching)
    model.train(True)
    optimizer = Optimizer(
        model.named_parameters(), {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weightDecay": 0.01, "clipNorm": 1.0}
    )
    features, masks = synthetic(arguments.lengths, arguments.tokens, arguments.vocabulary)
    everything = np.arange(features.items)

    def step() -> int:
        batch = make_batch(features, everything, torch.device("cpu"), masks, everything)
        with autocast(batch.device, arguments.precision):
            loss = head.loss(encoder(batch), batch) / head.units(batch)
        loss.backward()
        loss.item()
        optimizer.step(1e-4)
        return batch.tokens

    for _ in range(2):
        tokens = step()
    wall, cpu = [], []
    for _ in range(arguments.steps):
        begin, begin_cpu = time.perf_counter(), time.process_time()
        step()
        wall.append(time.perf_counter() - begin)
        cpu.append(time.process_time() - begin_cpu)
    print(
        f"{arguments.model} {arguments.precision} {arguments.batching} dropout {arguments.dropout}"
        f" lengths {arguments.lengths} threads {arguments.threads}: {tokens} tokens,"
        f" {np.median(wall) * 1e3:.0f} ms wall, best {min(wall) * 1e3:.0f} ({tokens / min(wall):.0f} tokens/s),"
        f" {min(cpu) * 1e3:.0f} ms of CPU"
    )
    if arguments.profile:
        with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CPU]) as profile:
            step()
        print(profile.key_averages().table(sort_by="self_cpu_time_total", row_limit=28, max_name_column_width=50))


def synthetic(lengths: str, tokens: int, vocabulary: int) -> tuple[Features, Masks]:
    """Sequences of random ids, 15 % of their tokens masked."""
    random = np.random.default_rng(1)
    low, _, high = lengths.partition("-")
    drawn: Array = random.integers(int(low), int(high or low) + 1, size=tokens // int(low) + 1)
    drawn = drawn[: max(1, int(np.searchsorted(np.cumsum(drawn), tokens, side="right")))]
    offsets = np.concatenate([[0], np.cumsum(drawn)])
    masked = [np.sort(random.permutation(length - 2)[: max(1, round(0.15 * length))] + 1) for length in drawn]
    mask_offsets = np.concatenate([[0], np.cumsum([len(positions) for positions in masked])])
    positions = np.concatenate(masked)
    ids = random.integers(5, vocabulary, offsets[-1]).astype(np.int32)
    features = Features(None, ids, None, offsets, np.arange(len(drawn) + 1))  # type: ignore[arg-type]
    return features, Masks(mask_offsets, positions, np.full(len(positions), 4, np.int32))


if __name__ == "__main__":
    main()
