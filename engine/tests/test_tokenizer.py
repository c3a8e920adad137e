"""The trained tokenizer: same bytes every time, XLM-R's layout, opens in transformers."""

import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import run
from transformers import AutoTokenizer

from polyvia_engine.errors import EngineError

ENGINE = Path(__file__).parents[1]


@pytest.fixture
def text(tmp_path: Path) -> str:
    generator = random.Random(1)
    letters = "abcdefghijklmnoprstuvzäöüßéпривет中文字"  # noqa: RUF001
    words = ["".join(generator.choices(letters, k=generator.randint(2, 9))) for _ in range(400)]
    lines = [" ".join(generator.choices(words, k=10)) for _ in range(600)]
    path = tmp_path / "text.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def request(folder: Path, text: str, name: str = "tokenizer", **changes: Any) -> dict[str, Any]:
    output = folder / name
    output.mkdir()
    return {
        "op": "tokenizer",
        "id": "t",
        "text": text,
        "vocabularySize": 300,
        "characterCoverage": 0.9995,
        "seedPieces": 10,
        "output": str(output),
        **changes,
    }


def test_tokenizer_is_the_same_in_every_process(tmp_path: Path, text: str) -> None:
    hashes = set()
    for number in range(2):
        job = request(tmp_path, text, f"run{number}")
        path = tmp_path / f"request{number}.json"
        path.write_text(json.dumps(job))
        subprocess.run(
            [sys.executable, "-m", "polyvia_engine", "run", str(path)],
            cwd=ENGINE,
            check=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "PYTHONHASHSEED": str(number)},
        )
        for name in ("tokenizer.json", "tokenizer_config.json"):
            hashes.add((name, hashlib.sha256((Path(job["output"]) / name).read_bytes()).hexdigest()))
    assert len(hashes) == 2


def test_tokenizer_opens_in_transformers_with_the_layout_of_xlmr(tmp_path: Path, text: str) -> None:
    job = request(tmp_path, text)
    run(job)
    tokenizer = AutoTokenizer.from_pretrained(job["output"])
    assert len(tokenizer) == 300
    assert tokenizer.convert_tokens_to_ids(["<s>", "<pad>", "</s>", "<unk>"]) == [0, 1, 2, 3]
    assert tokenizer.mask_token_id == 299
    pair = tokenizer("ab", "cd")["input_ids"]
    assert pair[0] == 0
    assert pair[-1] == 2
    assert [2, 2] in [pair[place : place + 2] for place in range(len(pair))]
    assert not tokenizer.special_tokens_map.get("additional_special_tokens")
    assert tokenizer("ﬁ")["input_ids"] == tokenizer("fi")["input_ids"]  # NFKC
    assert tokenizer("a b")["input_ids"] == tokenizer("  a \t b ")["input_ids"]


def test_text_with_few_words_gives_a_smaller_vocabulary(tmp_path: Path) -> None:
    path = tmp_path / "short.txt"
    path.write_text("to be or not to be\n" * 3)
    job = request(tmp_path, str(path))
    run(job)
    assert len(AutoTokenizer.from_pretrained(job["output"])) < 60


@pytest.mark.parametrize(
    ("content", "size", "code"),
    [(None, 300, "BAD_FILE"), (b"", 300, "BAD_FILE"), (b"\xff\xfe\xfa", 300, "BAD_FILE"), (b"ab\n", 5, "BAD_REQUEST")],
)
def test_bad_text_is_a_failure(content: bytes | None, size: int, code: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(EngineError) as failure:
        run(request(tmp_path, str(path), vocabularySize=size))
    assert failure.value.code == code
