"""Failures a user can act on, each with a code of the contract."""

import errno
from typing import Literal

FailureCode = Literal[
    "BAD_REQUEST",
    "BAD_FILE",
    "NO_HEAD",
    "OUT_OF_MEMORY",
    "DISK_FULL",
    "NOT_FINITE",
    "UNSUPPORTED_MODEL",
    "INTERNAL",
]


class EngineError(Exception):
    """A failure whose cause is known: `code` for programs, `message` for people."""

    def __init__(self, code: FailureCode, message: str) -> None:
        super().__init__(message)
        self.code: FailureCode = code


class Interrupted(Exception):
    """The running request was asked to stop; its state is saved."""

    def __init__(self, step: int = 0) -> None:
        super().__init__(f"interrupted at step {step}")
        self.step = step


def bad_file(path: str, reason: str) -> EngineError:
    return EngineError("BAD_FILE", f'Cannot use file "{path}": {reason}')


def classify(error: BaseException) -> tuple[FailureCode, str]:
    """Code and message of any exception. Out-of-memory arrives as several types, some only known by their text."""
    if isinstance(error, EngineError):
        return error.code, str(error)
    text = f"{type(error).__name__}: {error}"
    if isinstance(error, MemoryError) or any(mark in text for mark in _OUT_OF_MEMORY):
        return "OUT_OF_MEMORY", f"Not enough memory; lower runtime.maxTokens ({_first_line(text)})"
    if (isinstance(error, OSError) and error.errno in _DISK_FULL) or "No space left on device" in text:
        return "DISK_FULL", f"No space left to write ({_first_line(text)})"
    return "INTERNAL", _first_line(text)


_OUT_OF_MEMORY = ("OutOfMemoryError", "DefaultCPUAllocator: can't allocate memory", "not enough memory: you tried")
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)


def _first_line(text: str) -> str:
    return text.splitlines()[0] if text else ""
