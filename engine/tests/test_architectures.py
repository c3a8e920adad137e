"""What plans are told of the encoders, in `src/catalog/architectures.json`."""

import json
from pathlib import Path

import pytest

from polyvia_engine.architectures import architecture

TOLD = json.loads((Path(__file__).parents[2] / "src/catalog/architectures.json").read_text())


@pytest.mark.parametrize(
    "model_type", ["bert", "camembert", "deberta-v2", "fnet", "mobilebert", "rembert", "xlm-roberta"]
)
def test_plans_are_told_what_the_worker_finds(model_type: str) -> None:
    assert TOLD.get(model_type) == architecture(model_type)


def test_encoders_that_mix_neighbours_without_attention_are_not_packed() -> None:
    assert not TOLD["fnet"]["packs"]
    assert not TOLD.get("mobilebert", {"packs": False})["packs"]
