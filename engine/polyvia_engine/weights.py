"""The tensors of a checkpoint folder, however they are stored.

Looked for in the order of transformers: `model.safetensors`, its index, `pytorch_model.bin`, its index. Only files
that lie in the folder itself are opened, because those are what the key of a model is made of.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from .errors import bad_file
from .files import opened, read_json, refuse_pointer

WHOLE_FILE = "model.safetensors"
INDEX_FILE = f"{WHOLE_FILE}.index.json"
_WHOLE = (WHOLE_FILE, "pytorch_model.bin")


def shard_name(at: int, count: int) -> str:
    """Name of a file of weights, one of several; `at` counts from 0. As transformers has it."""
    return f"model-{at + 1:05}-of-{count:05}.safetensors"


class Weights:
    """Names and shapes at once; values when asked for, as fp32, and only finite ones."""

    def __init__(self, folder: str | Path, files: Iterable[str], listed: Mapping[str, str] | None = None) -> None:
        """`listed`: tensor -> the one of `files` that must hold it."""
        self._folder = Path(folder)
        self._file_of: dict[str, str] = {}
        self._pickled: dict[str, Tensor] = {}
        self.shapes: dict[str, tuple[int, ...]] = {}
        for file in files:
            for name, shape in self._safetensors(file) if file.endswith(".safetensors") else self._pickle(file):
                if name in self._file_of:
                    raise bad_file(str(self._folder / file), f'"{name}" is in {self._file_of[name]} too')
                self._file_of[name] = file
                self.shapes[name] = shape
        for name, file in (listed or {}).items():
            if self._file_of.get(name) != file:
                raise bad_file(str(self._folder / file), f'it lacks "{name}", which the index says it holds')

    def read(self, names: Iterable[str]) -> dict[str, Tensor]:
        """Tensors in fp32 on the CPU; those stored as fp32 may still be mapped to their file. Fails where a value is
        NaN or infinite, with the names of all such tensors among those asked for."""
        by_file: dict[str, list[str]] = {}
        for name in names:
            by_file.setdefault(self._file_of[name], []).append(name)
        found: dict[str, Tensor] = {}
        for file, wanted in by_file.items():
            if file.endswith(".safetensors"):
                with opened(self._folder / file) as tensors:
                    found.update({name: self._fp32(file, name, tensors.get_tensor(name)) for name in wanted})
            else:
                found.update({name: self._fp32(file, name, self._pickled[name]) for name in wanted})
        check_finite(found, str(self._folder))
        return found

    def _safetensors(self, file: str) -> list[tuple[str, tuple[int, ...]]]:
        with opened(self._folder / file) as tensors:
            return [(name, tuple(tensors.get_slice(name).get_shape())) for name in tensors.keys()]  # noqa: SIM118

    def _pickle(self, file: str) -> list[tuple[str, tuple[int, ...]]]:
        content = _unpickled(self._folder / file)
        self._pickled.update(content)
        return [(name, tuple(tensor.shape)) for name, tensor in content.items()]

    def _fp32(self, file: str, name: str, tensor: Tensor) -> Tensor:
        if tensor.dtype not in (torch.float32, torch.float16, torch.bfloat16, torch.float64):
            raise bad_file(str(self._folder / file), f'"{name}" is {tensor.dtype}, not fp32, fp16, bf16 or fp64')
        return tensor.detach().to(torch.float32)


def stored_weights(folder: str | Path) -> Weights:
    """The weights of a checkpoint folder. Fails where there are none."""
    if not Path(folder).is_dir():
        raise bad_file(str(folder), "there is no such folder")
    return Weights(folder, *_files(Path(folder)))


def check_finite(tensors: Mapping[str, Tensor], where: str) -> None:
    """Fails with the names of the tensors that hold NaN or infinite values."""
    bad = not_finite(tensors)
    if bad:
        raise bad_file(where, f"its weights hold values that are not finite: {listed_names(bad)}")


def not_finite(tensors: Mapping[str, Tensor]) -> list[str]:
    """`"name" (n of m)` of each tensor that holds n values which are NaN or infinite."""
    bad: list[str] = []
    for name, tensor in tensors.items():
        # Smallest and largest value: NaN comes through, and nothing as large as the tensor is made.
        if tensor.numel() and not torch.isfinite(torch.stack(torch.aminmax(tensor.detach()))).all():
            count = int((~torch.isfinite(tensor.detach())).sum())
            bad.append(f'"{name}" ({count} of {tensor.numel()})')
    return bad


def listed_names(names: Sequence[str]) -> str:
    """The first five, and how many more there are."""
    more = len(names) - 5
    return ", ".join(names[:5]) + (f" and {more} more" if more > 0 else "")


def _files(folder: Path) -> tuple[list[str], dict[str, str]]:
    """The files to read, and for an index which tensor it says is in which file."""
    for whole in _WHOLE:
        index = folder / f"{whole}.index.json"
        if (folder / whole).is_file():
            return [whole], {}
        if index.is_file():
            listed = _weight_map(index)
            files = sorted(set(listed.values()))
            stem, ending = whole.split(".")
            shard = re.compile(rf"{stem}-\d+-of-\d+\.{ending}")
            beside = sorted({path.name for path in folder.iterdir() if shard.fullmatch(path.name)} - set(files))
            if beside:
                raise bad_file(str(index), f"it does not name {listed_names(beside)}, which lie beside it")
            return files, listed
    raise bad_file(str(folder), f"it has no weights: none of {', '.join(_WHOLE)} and their indexes")


def _weight_map(index: Path) -> dict[str, str]:
    content = read_json(index)
    listed = content.get("weight_map") if isinstance(content, dict) else None
    if not isinstance(listed, dict) or not listed or not all(isinstance(file, str) for file in listed.values()):
        raise bad_file(str(index), '"weight_map" does not give a file for each tensor')
    ending = index.name.removesuffix(".index.json").rpartition(".")[2]
    for file in sorted(set(listed.values())):
        if not re.fullmatch(rf"[^/\\\0]+\.{ending}", file):
            raise bad_file(str(index), f'it names "{file}", which is no .{ending} file of this folder')
        if not (index.parent / file).is_file():
            raise bad_file(str(index), f'it names "{file}", which is not there')
    return listed


def _unpickled(path: Path) -> dict[str, Tensor]:
    """A pickled state dict. Only tensors and plain containers are unpickled: no code of the file runs."""
    refuse_pointer(path)
    with path.open("rb") as file:
        zipped = file.read(4) == b"PK\x03\x04"
    try:
        content: Any = torch.load(path, map_location="cpu", weights_only=True, mmap=zipped)
    except MemoryError:
        raise
    except Exception as error:
        # Whatever unpickling hits in a damaged file; PyTorch's advice to allow its code is not passed on.
        reason = str(error).split("WeightsUnpickler error:")[-1].strip().splitlines()
        raise bad_file(
            str(path),
            f"it cannot be unpickled as tensors by name ({type(error).__name__}: {(reason or [''])[0][:200]})",
        ) from error
    if not isinstance(content, dict) or not content:
        raise bad_file(str(path), f"it holds {_kind(content)}, not tensors by name")
    for name, tensor in content.items():
        if not isinstance(name, str) or not isinstance(tensor, Tensor):
            raise bad_file(str(path), f'it holds {_kind(tensor)} under "{name}", not tensors by name alone')
        if tensor.layout != torch.strided or tensor.is_quantized or tensor.device.type != "cpu":
            raise bad_file(str(path), f'"{name}" is no plain dense tensor')
    return content


def _kind(value: object) -> str:
    return "nothing" if value is None or value == {} else f"a {type(value).__name__}"
