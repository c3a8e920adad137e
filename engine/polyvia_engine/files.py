"""Reading with reasons, writing whole or not at all."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import safetensors.torch
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from .errors import EngineError, bad_file

Array = NDArray[Any]


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """Yields a temporary path beside `path`; on success it is synced to disk and takes the name, else it is removed."""
    path = Path(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield temporary
        sync(temporary)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_json(path: str | Path, value: Any) -> None:
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


MOST_JSON_BYTES = 64 << 20


def read_json(path: str | Path) -> Any:
    path = Path(path)
    refuse_pointer(path)
    if path.stat().st_size > MOST_JSON_BYTES:
        raise bad_file(str(path), f"it has {path.stat().st_size} bytes; at most {MOST_JSON_BYTES} are read")
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise bad_file(str(path), f"not JSON ({error})") from error
    except RecursionError as error:
        raise bad_file(str(path), "its JSON is nested too deeply") from error


def refuse_pointer(path: Path) -> None:
    """Fails on what is no file, and on the small text that Git leaves in place of a large one."""
    if not path.is_file():
        raise bad_file(str(path), "it does not exist")
    with path.open("rb") as file:
        if file.read(len(_POINTER)) == _POINTER:
            raise bad_file(
                str(path), 'it is a Git LFS pointer, not the file itself; "git lfs pull" in its repository gets it'
            )


_POINTER = b"version https://git-lfs.github.com/spec/"


def write_tensors(path: str | Path, tensors: Mapping[str, torch.Tensor]) -> None:
    """A safetensors file; tensors are brought to the CPU one contiguous copy each."""
    with replacing(path) as temporary:
        whole = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
        safetensors.torch.save_file(whole, str(temporary), metadata={"format": "pt"})


def write_arrays(path: str | Path, arrays: Mapping[str, Array]) -> None:
    write_tensors(path, {name: torch.from_numpy(np.ascontiguousarray(array)) for name, array in arrays.items()})


@contextmanager
def opened(path: str | Path) -> Iterator[Any]:
    """A safetensors file, memory-mapped; missing and damaged files say so."""
    refuse_pointer(Path(path))
    try:
        with safe_open(str(path), framework="pt") as file:
            yield file
    except SafetensorError as error:
        raise bad_file(str(path), f"not a whole safetensors file ({error})") from error


class Arrays:
    """The tensors of one file, checked for kind and rank when asked for."""

    def __init__(self, path: str) -> None:
        self.path = path
        with opened(path) as file:
            # A private, aligned copy: the file may be replaced while we compute.
            self._tensors = {name: file.get_tensor(name).clone() for name in file.keys()}  # noqa: SIM118

    def get(self, name: str, dtype: torch.dtype, rank: int = 1) -> Array | None:
        tensor = self._tensors.get(name)
        if tensor is None:
            return None
        if tensor.dtype != dtype or tensor.dim() != rank:
            kind = f"{tensor.dtype}{list(tensor.shape)}"
            raise self.bad(f'"{name}" is {kind}, not {dtype} of rank {rank}')
        array: Array = tensor.numpy()
        return array

    def need(self, name: str, dtype: torch.dtype, rank: int = 1) -> Array:
        array = self.get(name, dtype, rank)
        if array is None:
            raise self.bad(f'it has no tensor "{name}"')
        return array

    def bad(self, reason: str) -> EngineError:
        return bad_file(self.path, reason)


class Rows:
    """The rows of an F32 matrix of one file, read block by block."""

    def __init__(self, path: str, name: str) -> None:
        with opened(path) as file:
            if name not in file.keys():  # noqa: SIM118
                raise bad_file(path, f'it has no tensor "{name}"')
            entry = file.get_slice(name)
            kind, shape = entry.get_dtype(), entry.get_shape()
        if kind != "F32" or len(shape) != 2 or 0 in shape:
            raise bad_file(path, f'"{name}" is {kind}{shape}, not F32 [N, D] with at least one row')
        self.count, self.width = int(shape[0]), int(shape[1])
        self._path = path
        self._file = open(path, "rb")  # noqa: SIM115
        # A header of JSON behind its length in 8 bytes, then the data (safetensors format).
        header_bytes = int.from_bytes(self._file.read(8), "little")
        header = json.loads(self._file.read(header_bytes))
        self._begin = 8 + header_bytes + header[name]["data_offsets"][0]

    def read(self, first: int, count: int) -> torch.Tensor:
        """Rows first, first + 1, ..., as many as there are up to `count`."""
        rows = torch.empty(min(count, self.count - first), self.width)
        self._file.seek(self._begin + 4 * self.width * first)
        if self._file.readinto(rows.numpy().data.cast("B")) != 4 * rows.numel():
            raise bad_file(self._path, "it became shorter while it was read")
        return rows

    def close(self) -> None:
        self._file.close()


def offsets(arrays: Arrays, name: str, count: int | None, end: int, smallest: int) -> Array | None:
    """Offsets [count+1] from 0 to `end`, each step at least `smallest`; None when absent."""
    array = arrays.get(name, torch.int32)
    if array is None:
        return None
    if len(array) == 0 or (count is not None and len(array) != count + 1):
        raise arrays.bad(f'"{name}" has {len(array)} entries, not {"at least 1" if count is None else count + 1}')
    if array[0] != 0 or array[-1] != end or np.any(np.diff(array) < smallest):
        raise arrays.bad(f'"{name}" must rise from 0 to {end} in steps of at least {smallest}')
    return array.astype(np.int64)


def checkpoint_files(folder: str | Path) -> list[Path]:
    """Files of a checkpoint folder that decide what is computed; none where there is no folder."""
    if not Path(folder).is_dir():
        return []
    return sorted(
        path
        for path in Path(folder).iterdir()
        # The store's manifest tells times, and is not read.
        if path.suffix in (".json", ".safetensors", ".bin") and path.name != "manifest.json"
    )


def stamps(folder: str | Path) -> list[tuple[str, int, int]]:
    """Name, time of change and size of each file of a checkpoint: another value once one of them has changed."""
    return [
        (path.name, status.st_mtime_ns, status.st_size) for path in checkpoint_files(folder) for status in [path.stat()]
    ]


def sha256(path: str | Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def writing_array(path: str | Path, name: str, shape: tuple[int, ...]) -> Iterator[Array]:
    """A zeroed F32 array to fill in place, mapped to a safetensors file that exists once it is whole."""
    entry = {"dtype": "F32", "shape": list(shape), "data_offsets": [0, 4 * int(np.prod(shape))]}
    header = json.dumps({"__metadata__": {"format": "pt"}, name: entry}, separators=(",", ":")).encode()
    header += b" " * (-len(header) % 8)
    with replacing(path) as temporary:
        temporary.write_bytes(len(header).to_bytes(8, "little") + header)
        if 0 in shape:
            yield np.zeros(shape, np.float32)
            return
        array = np.memmap(temporary, np.float32, "r+", offset=8 + len(header), shape=shape)
        yield array
        array.flush()
