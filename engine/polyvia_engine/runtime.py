"""The machine: devices, threads, memory, clocks."""

import ctypes
import os
import platform
import re
import time
from contextlib import suppress
from pathlib import Path

import numpy
import safetensors
import torch
import transformers

from .channel import Channel
from .contract import Json, Place
from .errors import EngineError


def prepare(runtime: Place) -> torch.device:
    """Applies the settings of a request and returns its device."""
    device = torch.device(runtime["device"])
    if device.type == "cuda":
        if not torch.cuda.is_available() or (device.index or 0) >= torch.cuda.device_count():
            raise EngineError("BAD_REQUEST", f'There is no device "{runtime["device"]}" here')
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
        torch.use_deterministic_algorithms(True, warn_only=True)
        torch.cuda.reset_peak_memory_stats(device)
    set_threads(runtime["threads"])
    return device


def keep_memory() -> None:
    """Tells glibc to keep freed memory for the next step, up to its limit of 32 MiB a block: fetching it from the
    system anew costs a page fault every 4 KiB (32,000 a step with a 3-layer encoder, 6-20 % of the step)."""
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(_M_MMAP_THRESHOLD, 32 << 20)
        libc.mallopt(_M_TRIM_THRESHOLD, 2**31 - 1)


def release_memory() -> None:
    """Gives back to the system what `keep_memory` kept of a job that needs more than those after it."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3


def set_threads(threads: int) -> None:
    if torch.get_num_threads() != threads:
        torch.set_num_threads(threads)


def versions() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "transformers": transformers.__version__,
        "safetensors": safetensors.__version__,
        "numpy": numpy.__version__,
    }


def devices() -> list[Json]:
    """The CPU, then each GPU. `bf16` = matrix products are clearly faster there in bf16 than in fp32: measured on a
    CPU, known of a GPU (compute capability 8.0 and above)."""
    cpu = {
        "id": "cpu",
        "name": _processor(),
        "bf16": _faster_in_bf16(),
        "memoryBytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
    }
    gpus = [torch.cuda.get_device_properties(index) for index in range(torch.cuda.device_count())]
    return [
        cpu,
        *(
            {"id": f"cuda:{index}", "name": gpu.name, "bf16": gpu.major >= 8, "memoryBytes": gpu.total_memory}
            for index, gpu in enumerate(gpus)
        ),
    ]


def _faster_in_bf16() -> bool:
    """Whether this processor multiplies at least twice as fast in bf16. Processors with instructions for it differ: 303
    GFLOP/s against 107 with AMX, but 81 against 155 on one with AVX512-BF16 alone, and the reverse on another. CPU
    seconds are compared, best of five in turns, since other processes slow both; it takes 0.2 s of CPU."""
    instructions = torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported()
    if not instructions:
        return False
    generator = torch.Generator().manual_seed(0)
    square = torch.rand(_MEASURED_WIDTH, _MEASURED_WIDTH, generator=generator)
    best = dict.fromkeys((torch.float32, torch.bfloat16), float("inf"))
    for _ in range(5):
        for kind in best:
            factor = square.to(kind)
            begin = time.process_time()
            factor @ factor
            best[kind] = min(best[kind], time.process_time() - begin)
    return best[torch.float32] >= 2 * best[torch.bfloat16]


_MEASURED_WIDTH = 768


class Meter:
    """Tokens, seconds and peak memory of a request, and its `progress` events: at most five a second."""

    def __init__(self, channel: Channel, id: str, device: torch.device) -> None:
        self._channel, self._id, self._device = channel, id, device
        self._start = time.monotonic()
        self._last_event = 0.0
        self.tokens = 0
        _forget_peak()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._start

    def progress(self, step: int, tokens: int, loss: float | None = None, last: bool = False) -> None:
        """Counts `tokens`, and reports unless a report was just made."""
        self.tokens += tokens
        now = self.seconds
        if last or now - self._last_event >= 0.2:
            self._last_event = now
            self._channel.emit("progress", id=self._id, step=step, loss=loss, tokens=self.tokens, seconds=round(now, 3))

    def done(self, best_step: int | None = None) -> Json:
        """The `done` event."""
        return {
            "type": "done",
            "tokens": self.tokens,
            "seconds": round(self.seconds, 3),
            "peakBytes": _peak_bytes(self._device),
            "bestStep": best_step,
        }


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.processor() or platform.machine()


def _forget_peak() -> None:
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")  # Linux: resets VmHWM


def _peak_bytes(device: torch.device) -> int:
    """Most memory held since the meter started: of the GPU, else resident memory of the process."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device)
    try:
        found = re.search(r"^VmHWM:\s*(\d+) kB$", Path("/proc/self/status").read_text(), re.MULTILINE)
    except OSError:
        found = None
    if found:
        return int(found[1]) * 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if platform.system() == "Darwin" else peak * 1024
