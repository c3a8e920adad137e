"""`python -m polyvia_engine serve`, `... run request.json`, and `... architectures`."""

import os
import sys
from pathlib import Path
from typing import NoReturn

USAGE = "usage: python -m polyvia_engine serve | run REQUEST.json | architectures"
EXIT_CODES = {"done": 0, "failed": 1, "interrupted": 130}


def main(arguments: list[str]) -> int:
    # Before any library that reads them is imported.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

    from .channel import Channel, protocol_pipes

    match arguments:
        case ["serve"]:
            channel = Channel(*protocol_pipes(), on_end=_exit_now)
            from .serve import serve

            serve(channel)
            return 0
        case ["run", path]:
            channel = Channel(*protocol_pipes(), on_end=lambda: None)
            from .serve import run_one

            return EXIT_CODES[run_one(Path(path), channel)]
        case ["architectures"]:
            from .architectures import architectures_json

            print(architectures_json(), end="")
            return 0
        case _:
            print(USAGE, file=sys.stderr)
            return 2


def _exit_now() -> NoReturn:
    """The parent is gone: nobody wants the result."""
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
