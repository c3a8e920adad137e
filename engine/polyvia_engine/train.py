"""One training phase: the schedule says everything, this walks along it."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .batch import Batch, cut_by_tokens, make_batch
from .channel import Channel
from .checkpoint import Model, counter_seed, load_for_training, own_memory, write_checkpoint
from .contract import HeadSpec, Json, Task, TrainRequest
from .errors import EngineError, Interrupted
from .features import Features, load_features
from .files import stamps, write_arrays
from .gradients import backpropagate
from .heads import Head
from .held_rows import OtherRows, hold_rows, ids_read
from .models import ModelCache
from .optimizer import Optimizer
from .predict import predictions_of
from .runtime import Meter, prepare, set_threads
from .schedule import Schedule, load_schedule
from .state import Progress, SavePace, StateFolder, fingerprint


def train(request: TrainRequest, channel: Channel, models: ModelCache) -> Json:
    models.clear()
    device = prepare(request["runtime"])
    meter = Meter(channel, request["id"], device)
    tasks = request["tasks"]
    owners = owners_of_heads(tasks)
    specs = [(task["name"], task["head"]) for task in tasks if owners[task["name"]] == task["name"]]
    found = stamps(request["checkpoint"])
    model, handover = load_for_training(
        request["checkpoint"], specs, request["dropout"], request["seed"], request["headInitializerRange"]
    )
    model.encoder.set_batching(request["batching"])

    limits = model.encoder.limits()
    features = [load_features(task["features"], limits) for task in tasks]
    heads = [model.heads[owners[task["name"]]] for task in tasks]
    development: list[Development] = []
    for task, head in zip(tasks, heads, strict=True):
        if "development" in task:
            development.append(Development(task["name"], head, load_features(task["development"], limits)))
            head.check_prediction(development[-1].features)
    schedule = load_schedule(request["schedule"], features, heads, limits.vocabulary)
    if max(request["evaluateAt"], default=0) > schedule.steps:
        raise EngineError("BAD_REQUEST", f"evaluateAt goes beyond the last step, {schedule.steps}")

    ids_R = ids_read(model.encoder, schedule, features, [each.features for each in development])
    others = None
    if len(ids_R) < limits.vocabulary and not any(head.tied for head in heads):
        hold_rows(model.encoder.get_input_embeddings(), ids_R)
        others = OtherRows(request["checkpoint"], found, ids_R)
    if request["freeze"] is not None:
        model.encoder.freeze(request["freeze"])
    own_memory(model.encoder)
    model.to(device)

    training = Training(request, channel, meter, model, heads, features, development, schedule, device, others)
    training.resume()
    channel.emit("started", id=request["id"], step=training.step, handover=handover)
    training.run()
    return meter.done(training.finish())


def owners_of_heads(tasks: Sequence[Task]) -> dict[str, str]:
    """Task -> the task whose head it trains: itself, or the one it shares with (in the end)."""
    owners: dict[str, str] = {}
    forms: dict[str, HeadSpec] = {}
    for task in tasks:
        name, other = task["name"], task.get("shares")
        if name in owners:
            raise EngineError("BAD_REQUEST", f'Two tasks have the same name, "{name}"')
        if other is not None and other not in owners:
            raise EngineError("BAD_REQUEST", f'Task "{name}" shares the head of "{other}", which is no task before it')
        if other is not None and forms[other] != task["head"]:
            raise EngineError("BAD_REQUEST", f'Task "{name}" shares the head of "{other}", which has another form')
        owners[name] = name if other is None else owners[other]
        forms[name] = task["head"]
    return owners


@dataclass(frozen=True)
class Development:
    """A dataset to predict at the evaluation points."""

    task: str
    head: Head
    features: Features


class Training:
    """Weights and optimiser moving along a schedule. `step` counts finished steps."""

    def __init__(
        self,
        request: TrainRequest,
        channel: Channel,
        meter: Meter,
        model: Model,
        heads: Sequence[Head],
        features: Sequence[Features],
        development: Sequence[Development],
        schedule: Schedule,
        device: torch.device,
        others: OtherRows | None,
    ) -> None:
        self._request = request
        self._channel = channel
        self._meter = meter
        self._model = model
        self._heads = heads
        self._features = features
        self._development = development
        self._schedule = schedule
        self._device = device
        self._others = others
        self._parameters = {name: each for name, each in model.named_parameters().items() if each.requires_grad}
        self._word_embedding = model.encoder.get_input_embeddings().weight
        self._optimizer = Optimizer(self._parameters, request["optimizer"], self._word_embedding)
        self._state = StateFolder(request["state"])
        self._fingerprint: str | None = None
        self._evaluate_at = frozenset(request["evaluateAt"])
        self._losses = np.zeros(schedule.steps, np.float32)
        self._pace = SavePace(request["saving"], self._state_bytes())
        self._stopped = False
        self.step = 0
        self.evaluated = True
        self.best_step: int | None = None

    def run(self) -> None:
        """Trains to the end of the schedule, or to a decision to stop; saves and raises Interrupted when asked to."""
        try:
            if not self.evaluated:
                self._evaluate()
            while self.step < self._schedule.steps and not self._stopped:
                if self._channel.interrupted:
                    raise Interrupted(self.step)
                loss, tokens = self._train_step()
                self._losses[self.step] = loss
                self.step += 1
                self._meter.progress(self.step, tokens, loss, last=self.step == self._schedule.steps)
                self.evaluated = self.step not in self._evaluate_at
                if not self.evaluated:
                    self._evaluate()
                self._save_when_due()
        except Interrupted:
            self.save()
            raise

    def _train_step(self) -> tuple[float, int]:
        """One optimiser step; its loss (mean over the units of all parts) and tokens."""
        schedule, index = self._schedule, self.step
        head = self._heads[schedule.step_task_K[index]]
        batches = self._batches(index)
        self._model.train(True)
        total = backpropagate(
            self._model.encoder,
            head,
            batches,
            self._request["precision"],
            lambda part: counter_seed(self._request["seed"], "step", index, part),
        )
        if not np.isfinite(total) or not self._optimizer.step(float(schedule.learning_rate_K[index])):
            raise EngineError("NOT_FINITE", f"The loss or gradient of step {index + 1} is not finite (loss {total})")
        return total, sum(batch.tokens for batch in batches)

    def _batches(self, index: int) -> list[Batch]:
        """The parts of a step, each at most `maxTokens`."""
        features = self._features[self._schedule.step_task_K[index]]
        places = self._schedule.places(index)
        items = self._schedule.items_M[places]
        parts = cut_by_tokens(features, items, self._request["runtime"]["maxTokens"], self._request["batching"])
        masks = self._schedule.masks
        return [make_batch(features, items[part], self._device, masks, places[part]) for part in parts]

    def _evaluate(self) -> None:
        """Predicts the development sets, waits for the decision, and keeps the weights when told to."""
        request = self._request
        self._model.train(False)
        written: list[Json] = []
        for index, each in enumerate(self._development):
            predictions = predictions_of(
                self._model,
                each.head,
                each.features,
                self._device,
                request["precision"],
                request["runtime"]["maxTokens"],
                request["maxAnswerTokens"],
                self._channel,
                self._meter,
                self.step,
            )
            path = self._state.folder / f"development-{index}.safetensors"
            write_arrays(path, predictions)
            written.append({"task": each.task, "path": str(path)})
        self._channel.emit("evaluated", id=request["id"], step=self.step, predictions=written)
        decision = self._channel.wait_for_decision(self.step)
        for prediction in written:
            Path(prediction["path"]).unlink(missing_ok=True)
        if decision["keep"]:
            self._state.save_best(self.step, self._parameters)
            self.best_step = self.step
        self._stopped = decision["stop"]
        self.evaluated = True

    def finish(self) -> int:
        """Writes the best weights, or the last where none were kept; returns their step."""
        step = self.step if self.best_step is None else self.best_step
        weights = self._parameters if step == self.step else self._state.load_best(step)
        everything = {**self._model.named_parameters(), **weights}
        write_checkpoint(self._request["output"], self._model, self._whole(everything, step))
        tasks = self._schedule.step_task_K[: self.step]
        write_arrays(
            Path(self._request["output"]) / "losses.safetensors",
            {"loss": self._losses[: self.step], "step_task": tasks},
        )
        return step

    def _whole(self, weights: Mapping[str, Tensor], step: int) -> Mapping[str, Tensor]:
        """All weights as they are after `step`: rows that were not held have only been decayed."""
        if self._others is None:
            return weights
        trained = self._word_embedding.requires_grad
        name = next(name for name, each in self._model.named_parameters().items() if each is self._word_embedding)
        rates_K = self._schedule.learning_rate_K[:step].astype(np.float64)
        decay = float(np.prod(1 - rates_K * self._request["optimizer"]["weightDecay"])) if trained else 1.0
        return {**weights, name: self._others.whole(weights[name], decay)}

    def _save_when_due(self) -> None:
        if self._pace.due:
            self.save()

    def _state_bytes(self) -> int:
        """Of weights and two moments each, which nearly are all of a state."""
        return sum(3 * value.numel() * value.element_size() for value in self._parameters.values())

    def save(self) -> None:
        begin = time.monotonic()
        progress = Progress(self.step, self.evaluated, self.best_step, torch.get_num_threads(), self._own_fingerprint())
        weights = {f"weights/{name}": value for name, value in self._parameters.items()}
        moments = {f"optimizer/{name}": value for name, value in self._optimizer.state().items()}
        losses = torch.from_numpy(self._losses[: self.step])
        self._state.save(progress, {**weights, **moments, "losses": losses})
        self._pace.saved(time.monotonic() - begin)

    def resume(self) -> None:
        """Continues from the state folder, if it holds a state."""
        if self._state.empty:
            return
        found = self._state.load(self._own_fingerprint(), self._channel.log)
        if found is None:
            return
        progress, tensors = found
        set_threads(progress.threads)
        with torch.no_grad():
            for name, parameter in self._parameters.items():
                parameter.copy_(tensors[f"weights/{name}"])
        prefix = "optimizer/"
        self._optimizer.load_state(
            {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}
        )
        self._losses[: progress.step] = tensors["losses"].numpy()
        self.step, self.evaluated, self.best_step = progress.step, progress.evaluated, progress.best_step

    def _own_fingerprint(self) -> str:
        if self._fingerprint is None:
            self._fingerprint = fingerprint(self._request)
        return self._fingerprint
