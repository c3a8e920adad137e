"""The two pipes to TypeScript: events out, requests in. Requests are read in a thread, so that `interrupt` and
`decide` arrive while a job computes."""

import json
import os
import queue
import sys
import threading
from collections.abc import Callable
from typing import Any, TextIO, cast

from .contract import Decide, Json, parse_request
from .errors import EngineError, Interrupted


class Channel:
    """Writes events to `output`, and reads requests from `input` until it ends; then calls `on_end`."""

    def __init__(self, input: TextIO, output: TextIO, on_end: Callable[[], None]) -> None:
        self._output = output
        self._jobs: queue.Queue[Json | None] = queue.Queue()
        self._decisions: queue.Queue[Decide | None] = queue.Queue()
        self._interrupt = threading.Event()
        self._running: str | None = None
        self._outstanding = 0
        self._ended = False
        self._write = threading.Lock()
        self._reader = threading.Thread(target=self._read, args=(input, on_end), daemon=True)

    def start(self) -> None:
        self._reader.start()

    def emit(self, type: str, **fields: Any) -> None:
        """Sends one event; fields that are None are left out, except `id`."""
        event = {"type": type, **{name: value for name, value in fields.items() if value is not None or name == "id"}}
        line = json.dumps(event, ensure_ascii=False, allow_nan=False)
        with self._write:
            self._output.write(line + "\n")
            self._output.flush()

    def next_job(self) -> Json | None:
        """Waits for a job; None = shut down."""
        return self._jobs.get()

    def accept(self, job: Json) -> None:
        self._outstanding += 1
        self._jobs.put(job)

    def begin(self, id: str) -> None:
        """Names the job that decisions now belong to. An interrupt may already have come for it."""
        self._running = id

    def end(self) -> None:
        self._running = None
        self._outstanding -= 1
        self._interrupt.clear()
        while not self._decisions.empty():
            self._decisions.get_nowait()

    def shut_down(self) -> None:
        """Ends the worker once the jobs accepted so far are done."""
        self._jobs.put(None)

    def interrupt(self) -> None:
        self._interrupt.set()
        self._decisions.put(None)  # wakes `wait_for_decision`

    @property
    def interrupted(self) -> bool:
        return self._interrupt.is_set()

    def wait_for_decision(self, step: int) -> Decide:
        """Waits for the `decide` on this step; raises Interrupted when an interrupt comes instead."""
        while True:
            if self._ended and self._decisions.empty():
                raise EngineError("BAD_REQUEST", f"Step {step} awaits a decision, and the input has ended")
            decision = self._decisions.get()
            if self.interrupted:
                raise Interrupted(step)
            if decision is not None and decision["step"] == step:
                return decision
            if decision is not None:
                self.log(f"ignored a decision on step {decision['step']}; step {step} is awaited")

    def log(self, message: str) -> None:
        print(message, file=sys.stderr, flush=True)

    def _read(self, input: TextIO, on_end: Callable[[], None]) -> None:
        for line in input:
            if line.strip():
                try:
                    self._receive(parse_request(line))
                except EngineError as error:
                    self.emit("failed", id=_id_of(line), code=error.code, message=str(error))
        self._ended = True
        self._decisions.put(None)
        on_end()

    def _receive(self, request: Json) -> None:
        match request["op"]:
            case "interrupt":
                if self._outstanding == 0:
                    self.log("ignored an interrupt: nothing is running")
                else:
                    self.interrupt()
            case "decide":
                if request["id"] == self._running:
                    self._decisions.put(cast(Decide, request))
                else:
                    raise EngineError("BAD_REQUEST", f'No running request "{request["id"]}" awaits a decision')
            case "shutdown":
                self.shut_down()
            case _:
                self.accept(request)


def _id_of(line: str) -> str | None:
    """The id of a request that was not valid, if it can be told; not that of a job a bad `decide` was meant for."""
    try:
        request = json.loads(line)
    except ValueError:
        return None
    if not isinstance(request, dict) or request.get("op") == "decide":
        return None
    id = request.get("id")
    return id if isinstance(id, str) else None


def protocol_pipes() -> tuple[TextIO, TextIO]:
    """Standard input and output for the contract alone: what else prints, C code included, goes to standard error, and
    who else asks a question gets no answer."""
    requests, events = os.dup(0), os.dup(1)
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    sys.stdout = sys.stderr
    return os.fdopen(requests, encoding="utf-8"), os.fdopen(events, "w", encoding="utf-8")
