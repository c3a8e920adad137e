"""The resumable state of a training phase: a folder that always holds one whole state or none.

state-<n>/state.json         step, evaluated, best step, threads, fingerprint of the request; hashes of the other files
state-<n>/state.safetensors  weights/..., optimizer/..., losses; the highest n counts
best-<step>.safetensors      weights kept at an evaluation point, named by state.json
"""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from . import NUMERICS
from .contract import Saving, TrainRequest
from .errors import bad_file
from .files import checkpoint_files, opened, read_json, sha256, sync, write_json, write_tensors

TENSORS = "state.safetensors"
BEST = "best"


@dataclass(frozen=True)
class Progress:
    """Where training stands. `evaluated`: the evaluation point at this step, if any, has been decided."""

    step: int
    evaluated: bool
    best_step: int | None
    threads: int
    fingerprint: str


class StateFolder:
    def __init__(self, folder: str) -> None:
        self.folder = Path(folder)
        self._best_sha256: str | None = None
        self.folder.mkdir(parents=True, exist_ok=True)
        for leftover in self.folder.glob(".*.tmp"):  # of a worker that was killed while it wrote
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()

    @property
    def empty(self) -> bool:
        return not self._saved()

    def load(self, fingerprint: str, log: Callable[[str], None]) -> tuple[Progress, dict[str, Tensor]] | None:
        """What was saved; BAD_FILE when it belongs to another request. None when it is damaged: it is then gone."""
        folder = self._saved()[-1]
        damage = self._damage(folder)
        if damage is not None:
            log(f"The saved state is damaged ({damage}): this training starts anew")
            for path in self.folder.iterdir():
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            return None
        record = read_json(folder / "state.json")
        self._best_sha256 = record["hashes"].get(BEST)
        progress = Progress(**record["progress"])
        if progress.fingerprint != fingerprint:
            raise bad_file(str(folder), "the state belongs to another training request; remove it to start anew")
        with opened(folder / "state.safetensors") as file:
            return progress, {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118

    def _damage(self, folder: Path) -> str | None:
        """What of a state is not as it was written: a byte that changed would be trained on without a word."""
        try:
            record = json.loads((folder / "state.json").read_bytes())
            seal = record.pop("seal")
            if seal != _seal(record):
                return "state.json has changed"
            paths = {TENSORS: folder / TENSORS, BEST: self._best(record["progress"]["best_step"])}
            changed = [
                paths[name].name for name, expected in record["hashes"].items() if sha256(paths[name]) != expected
            ]
            return f"{changed[0]} has changed" if changed else None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            return f"{type(error).__name__}: {error}"

    def save(self, progress: Progress, tensors: Mapping[str, Tensor]) -> None:
        """Puts the new state beside the old one, then removes the old one."""
        old = self._saved()
        serial = _serial(old[-1]) + 1 if old else 1
        temporary = self.folder / f".state-{serial}.{os.getpid()}.tmp"
        temporary.mkdir()
        try:
            write_tensors(temporary / TENSORS, tensors)
            hashes = {TENSORS: sha256(temporary / TENSORS)}
            if self._best_sha256 is not None:
                hashes[BEST] = self._best_sha256
            record: dict[str, Any] = {"progress": asdict(progress), "hashes": hashes}
            write_json(temporary / "state.json", record | {"seal": _seal(record)})
            sync(temporary)
            os.replace(temporary, self.folder / f"state-{serial}")
            sync(self.folder)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        for folder in old:
            shutil.rmtree(folder)
        for best in self.folder.glob("best-*.safetensors"):
            if best != self._best(progress.best_step):
                best.unlink()

    def save_best(self, step: int, weights: Mapping[str, Tensor]) -> None:
        write_tensors(self._best(step), weights)
        self._best_sha256 = sha256(self._best(step))

    def load_best(self, step: int) -> dict[str, Tensor]:
        if sha256(self._best(step)) != self._best_sha256:
            raise bad_file(str(self._best(step)), "it has changed since it was written; run again to train anew")
        with opened(self._best(step)) as file:
            return {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118

    def _best(self, step: int | None) -> Path:
        return self.folder / f"best-{step}.safetensors"

    def _saved(self) -> list[Path]:
        return sorted(self.folder.glob("state-*"), key=_serial)


class SavePace:
    """When the next save is due: `seconds` after the last one, and later where saving takes so long that it would need
    more than `share` of the time. What a save takes is measured; before the first one it is guessed from its size."""

    def __init__(self, saving: Saving, size: int) -> None:
        self._least, self._share = saving["seconds"], saving["share"]
        self._cost = size / _SLOW_DISK
        self._last = time.monotonic()

    @property
    def due(self) -> bool:
        # Of `cost + wait` seconds between two saves, `cost` are at most `share`.
        wait = self._cost * (1 - self._share) / self._share
        return time.monotonic() - self._last >= max(self._least, wait)

    def saved(self, seconds: float) -> None:
        self._cost = seconds
        self._last = time.monotonic()


# Bytes a second, written to the disk and hashed.
_SLOW_DISK = 200e6


def _seal(record: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()


def _serial(folder: Path) -> int:
    return int(folder.name.removeprefix("state-"))


def fingerprint(request: TrainRequest) -> str:
    """Hash of all that decides the numbers: settings, and the bytes of checkpoint, schedule and features."""
    files = [
        request["schedule"],
        *(task[name] for task in request["tasks"] for name in ("features", "development") if name in task),
        *map(str, checkpoint_files(request["checkpoint"])),
    ]
    settings = {
        "numerics": NUMERICS,
        "torch": torch.__version__.split("+")[0],
        "tasks": [
            (task["name"], task["head"], "development" in task, *([task["shares"]] if "shares" in task else []))
            for task in request["tasks"]
        ],
        "device": request["runtime"]["device"].split(":")[0],
        "maxTokens": request["runtime"]["maxTokens"],
        **{name: request[name] for name in _SETTINGS},  # type: ignore[literal-required]
    }
    text = json.dumps([settings, [sha256(file) for file in files]], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


_SETTINGS = ("optimizer", "freeze", "dropout", "seed", "precision", "evaluateAt", "batching")
