"""One way to train, in a process of its own: python arm.py ARM SETTINGS.json

It stops before every step until a line comes in, and prints what the step took, so that several arms take turns.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch

ENGINE = Path(__file__).resolve().parents[2] / "engine"
sys.path.insert(0, str(ENGINE))

from inputs import MAX_LENGTH  # noqa: E402
from polyvia_engine.checkpoint import load_for_training  # noqa: E402
from polyvia_engine.contract import parse_request  # noqa: E402
from polyvia_engine.models import ModelCache  # noqa: E402
from polyvia_engine.runtime import keep_memory  # noqa: E402
from polyvia_engine.train import Training, train  # noqa: E402
from safetensors.numpy import save_file  # noqa: E402

HEADS = {"nli": {"type": "classification", "labels": 3}, "qa": {"type": "span-extraction"}}
# Where a classifier's weights lie in transformers, by type of encoder: our name for each.
NAMES = {
    "xlm-roberta": {"classifier.dense": "dense", "classifier.out_proj": "out_proj"},
    "bert": {"bert.pooler.dense": "dense", "classifier": "out_proj"},
}
OPTIMIZER = {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weightDecay": 0.01, "clipNorm": 1.0}
SEED = 3


class Clock:
    """Waits for its turn before a step, and tells what it took."""

    def begin(self) -> None:
        print(json.dumps("waiting"), flush=True)
        if not sys.stdin.readline():
            sys.exit()
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def end(self, loss: float) -> None:
        wall, cpu = time.perf_counter() - self._wall, time.process_time() - self._cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(json.dumps({"loss": loss, "wall": wall, "cpu": cpu, "peakGB": peak}), flush=True)


def polyvia(settings: dict[str, Any], content: dict[str, Any], clock: Clock) -> None:
    """The worker's own `train`, with the request that the CLI would send."""
    folder = Path(settings["folder"])
    lengths = [len(sequence) for sequence in content["sequences"]]
    labels = np.array(content["labels"], np.int32)
    save_file(
        {
            "ids": np.concatenate([np.array(sequence, np.int32) for sequence in content["sequences"]]),
            "sequence_offsets": np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32),
            **({"labels": labels} if settings["task"] == "nli" else {"spans": labels}),
        },
        folder / "features.safetensors",
    )
    steps = content["steps"][: settings["steps"]]
    save_file(
        {
            "items": np.concatenate([np.array(step, np.int32) for step in steps]),
            "step_offsets": np.cumsum([0, *map(len, steps)]).astype(np.int32),
            "step_task": np.zeros(len(steps), np.int32),
            "learning_rate": np.full(len(steps), settings["learningRate"], np.float32),
        },
        folder / "schedule.safetensors",
    )
    for name in ("output", "state"):
        (folder / name).mkdir(exist_ok=True)
    request = {
        "op": "train",
        "id": "bench",
        "checkpoint": settings["model"],
        "output": str(folder / "output"),
        "state": str(folder / "state"),
        "tasks": [{"name": "task", "head": HEADS[settings["task"]], "features": str(folder / "features.safetensors")}],
        "schedule": str(folder / "schedule.safetensors"),
        "optimizer": OPTIMIZER,
        "dropout": settings["dropout"],
        "freeze": None,
        "headInitializerRange": 0.02,
        "maxAnswerTokens": 30,
        "seed": SEED,
        "precision": settings["precision"],
        "evaluateAt": [],
        "batching": "packed",
        "saving": {"seconds": 3600, "share": 0.02},
        "runtime": {"device": "cpu", "threads": settings["threads"], "maxTokens": 16384},
    }
    keep_memory()  # as the worker does
    step: Callable[[Training], tuple[float, int]] = Training._train_step

    def timed(training: Training) -> tuple[float, int]:
        clock.begin()
        loss, tokens = step(training)
        clock.end(loss)
        return loss, tokens

    Training._train_step = timed  # type: ignore[method-assign]

    class Silent:
        interrupted = False

        def emit(self, *_: object, **__: object) -> None:
            pass

    train(parse_request(json.dumps(request)), Silent(), ModelCache())  # type: ignore[arg-type]


def trainer(settings: dict[str, Any], content: dict[str, Any], clock: Clock, pad_to: int | None) -> None:
    """`transformers.Trainer` as it comes, on the same batches, its collation not counted."""
    from transformers import (
        AutoModelForQuestionAnswering,
        AutoModelForSequenceClassification,
        Trainer,
        TrainerCallback,
        TrainingArguments,
    )

    torch.set_num_threads(settings["threads"])
    nli = settings["task"] == "nli"
    dropout = settings["dropout"]
    changed = {} if dropout is None else dict.fromkeys(("hidden_dropout_prob", "attention_probs_dropout_prob"), dropout)
    if nli:
        model = AutoModelForSequenceClassification.from_pretrained(settings["model"], num_labels=3, **changed)
    else:
        model = AutoModelForQuestionAnswering.from_pretrained(settings["model"], **changed)
    ours, _ = load_for_training(settings["model"], [("task", HEADS[settings["task"]])], None, SEED, 0.02)  # type: ignore[list-item]
    head = ours.heads["task"]
    names = NAMES[model.config.model_type] if nli else {"qa_outputs": "out_proj"}
    for theirs, name in names.items():
        model.get_submodule(theirs).load_state_dict(head.get_submodule(name).state_dict())
    del ours, head

    rows = [
        (content["sequences"][place], content["labels"][place])
        for step in content["steps"][: settings["steps"]]
        for place in step
    ]

    def collate(batch: list[tuple[list[int], Any]]) -> dict[str, torch.Tensor]:
        length = pad_to or max(len(ids) for ids, _ in batch)
        labels = torch.tensor([label for _, label in batch])
        return {
            "input_ids": torch.tensor([[*ids, *[1] * (length - len(ids))] for ids, _ in batch]),
            "attention_mask": torch.tensor([[1] * len(ids) + [0] * (length - len(ids)) for ids, _ in batch]),
            **({"labels": labels} if nli else {"start_positions": labels[:, 0], "end_positions": labels[:, 1]}),
        }

    class Turns(TrainerCallback):
        def on_step_begin(self, *_: Any, **__: Any) -> None:
            clock.begin()

        def on_step_end(self, *_: Any, **__: Any) -> None:
            clock.end(losses[-1])

    losses: list[float] = []

    class InOrder(Trainer):
        def _get_train_sampler(self, *_: Any) -> Any:
            return torch.utils.data.SequentialSampler(self.train_dataset)  # type: ignore[arg-type]

        def compute_loss(self, model: Any, inputs: Any, *arguments: Any, **named: Any) -> Any:
            loss = super().compute_loss(model, inputs, *arguments, **named)
            if not nli and settings["dropout"] == 0:
                loss = without_padding(model, inputs)
            losses.append(loss.item())
            return loss

    InOrder(
        model=model,
        args=TrainingArguments(
            output_dir=str(Path(settings["folder"]) / "trainer"),
            per_device_train_batch_size=len(content["steps"][0]),
            max_steps=settings["steps"],
            learning_rate=settings["learningRate"],
            lr_scheduler_type="constant",
            weight_decay=OPTIMIZER["weightDecay"],
            max_grad_norm=OPTIMIZER["clipNorm"],
            seed=SEED,
            use_cpu=True,
            bf16=settings["precision"] == "bf16",
            save_strategy="no",
            logging_strategy="no",
            report_to="none",
            disable_tqdm=True,
            remove_unused_columns=False,
            dataloader_pin_memory=False,
        ),
        train_dataset=rows,
        data_collator=collate,
        callbacks=[Turns()],
    ).train()


def without_padding(model: Any, inputs: dict[str, torch.Tensor]) -> torch.Tensor:
    """The loss with padding out of the softmax over answer tokens: transformers lets it in, so that the loss depends
    on the padding."""
    output = model(input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"])
    out = inputs["attention_mask"] == 0
    pairs = ((output.start_logits, "start_positions"), (output.end_logits, "end_positions"))
    losses = [
        torch.nn.functional.cross_entropy(logits.float().masked_fill(out, -torch.inf), inputs[name])
        for logits, name in pairs
    ]
    return sum(losses, torch.zeros(())) / 2


def main() -> None:
    arm, path = sys.argv[1:]
    settings = json.loads(Path(path).read_text())
    settings["folder"] = str(Path(path).parent / arm)
    Path(settings["folder"]).mkdir(exist_ok=True)
    content = json.loads((Path(path).parent / "inputs.json").read_text())
    clock = Clock()
    if arm == "polyvia":
        polyvia(settings, content, clock)
    else:
        trainer(settings, content, clock, MAX_LENGTH[settings["task"]] if arm == "padded" else None)


if __name__ == "__main__":
    main()
