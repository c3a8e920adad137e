"""Losses and gradients: packed against padded, ours against the classes of transformers. `pytest -s -k parity` prints
the largest differences."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from cases import HEADS, make_case
from torch import Tensor
from transformers import (
    AutoModelForMaskedLM,
    AutoModelForMultipleChoice,
    AutoModelForQuestionAnswering,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
)

from polyvia_engine.batch import Batch, cut_by_tokens, make_batch
from polyvia_engine.checkpoint import load_for_training
from polyvia_engine.features import load_features
from polyvia_engine.gradients import backpropagate
from polyvia_engine.schedule import load_schedule

CPU = torch.device("cpu")
MIXED = [9, 4, 17, 9, 3, 30, 12, 9, 4]
EQUAL = [11] * 9
TABLE: list[str] = []


@pytest.fixture(scope="module", autouse=True)
def table() -> Iterator[None]:
    yield
    print("\n" + "\n".join(TABLE))


def gradients(
    folder: str,
    head: str,
    features: str,
    schedule: str,
    batching: Any = "packed",
    max_tokens: int = 4096,
    precision: Any = "fp32",
) -> tuple[float, dict[str, Tensor]]:
    """Loss and gradients of the schedule's only step."""
    model, _ = load_for_training(folder, [("task", HEADS[head])], 0.0, seed=3, spread=0.02)  # type: ignore[list-item]
    model.encoder.set_batching(batching)
    dataset = load_features(features, model.encoder.limits())
    plan = load_schedule(schedule, [dataset], [model.heads["task"]], model.encoder.limits().vocabulary)
    parts = cut_by_tokens(dataset, plan.items_M, max_tokens, batching)
    batches: list[Batch] = [make_batch(dataset, plan.items_M[part], CPU, plan.masks, part) for part in parts]
    loss = backpropagate(model.encoder, model.heads["task"], batches, precision, lambda part: part)
    return loss, {
        name: parameter.grad.clone()
        for name, parameter in model.named_parameters().items()
        if parameter.grad is not None
    }


def largest_difference(one: dict[str, Tensor], other: dict[str, Tensor]) -> float:
    assert one.keys() == other.keys()
    return max((one[name] - other[name]).abs().max().item() for name in one)


def record(what: str, loss: float, gradient: float, size: float) -> None:
    TABLE.append(f"{what:58s} loss {loss:.1e}  gradient {gradient:.1e} (largest {size:.1e})")


@pytest.mark.parametrize("kind", ["xlm-roberta", "bert", "electra", "modernbert"])
@pytest.mark.parametrize("head", HEADS)
def test_parity_of_packed_and_padded(kind: str, head: str, checkpoint: Callable[..., str], tmp_path: Path) -> None:
    if (kind, head) == ("electra", "masked-lm"):
        pytest.skip("its word embedding is narrower than its layers")
    folder = checkpoint(kind)
    case = make_case(tmp_path, head, MIXED, types=kind == "bert")
    loss, packed = gradients(folder, head, *case, batching="packed")
    padded_loss, padded = gradients(folder, head, *case, batching="padded")
    size = max(gradient.abs().max().item() for gradient in padded.values())
    difference = largest_difference(packed, padded)
    record(f"packed/padded {kind} {head}", abs(loss - padded_loss), difference, size)
    assert abs(loss - padded_loss) < 2e-6 * max(1, abs(loss))
    assert difference < 1e-5 * size


@pytest.mark.parametrize("batching", ["packed", "padded"])
@pytest.mark.parametrize("head", HEADS)
def test_parity_of_parts_and_whole(head: str, batching: str, checkpoint: Callable[..., str], tmp_path: Path) -> None:
    folder = checkpoint()
    case = make_case(tmp_path, head, MIXED)
    loss, whole = gradients(folder, head, *case, batching)
    parts_loss, parts = gradients(folder, head, *case, batching, max_tokens=40)
    size = max(gradient.abs().max().item() for gradient in whole.values())
    difference = largest_difference(parts, whole)
    record(f"parts/whole {batching} {head}", abs(loss - parts_loss), difference, size)
    assert abs(loss - parts_loss) < 2e-6 * max(1, abs(loss))
    assert difference < 1e-5 * size


REFERENCES: dict[str, Any] = {
    "classification": AutoModelForSequenceClassification,
    "regression": AutoModelForSequenceClassification,
    "tagging": AutoModelForTokenClassification,
    "span-extraction": AutoModelForQuestionAnswering,
    "multiple-choice": AutoModelForMultipleChoice,
    "masked-lm": AutoModelForMaskedLM,
}
BOTH = {"tagging": {"classifier": "out_proj"}, "span-extraction": {"qa_outputs": "out_proj"}}
# By type of encoder and head: module of transformers -> ours.
OUR_NAMES = {
    "xlm-roberta": {
        **BOTH,
        "classification": {"classifier.dense": "dense", "classifier.out_proj": "out_proj"},
        "regression": {"classifier.dense": "dense", "classifier.out_proj": "out_proj"},
        "multiple-choice": {"roberta.pooler.dense": "dense", "classifier": "out_proj"},
        "masked-lm": {"lm_head.dense": "dense", "lm_head.layer_norm": "layer_norm"},
    },
    "bert": {
        **BOTH,
        "classification": {"bert.pooler.dense": "dense", "classifier": "out_proj"},
        "regression": {"bert.pooler.dense": "dense", "classifier": "out_proj"},
        "multiple-choice": {"bert.pooler.dense": "dense", "classifier": "out_proj"},
        "masked-lm": {
            "cls.predictions.transform.dense": "dense",
            "cls.predictions.transform.LayerNorm": "layer_norm",
        },
    },
}


@pytest.mark.parametrize("head", REFERENCES)
def test_parity_with_transformers(head: str, checkpoint: Callable[..., str], tmp_path: Path) -> None:
    assert_parity(head, checkpoint(), tmp_path)


def assert_parity(head: str, folder: str, tmp_path: Path) -> None:
    """One batch through our head and that of transformers. Sequences of one length where answers are extracted:
    transformers lets padding into the softmax over answer tokens."""
    features, schedule = make_case(tmp_path, head, EQUAL if head == "span-extraction" else MIXED)
    loss, ours = gradients(folder, head, features, schedule)
    reference, inputs = reference_of(head, folder, features, schedule)
    output = reference(**inputs)
    output.loss.backward()
    prefix = f"{reference.base_model_prefix}."
    theirs = {
        f"encoder/{name.removeprefix(prefix)}": parameter.grad
        for name, parameter in reference.named_parameters()
        if name.startswith(prefix) and "pooler" not in name
    }
    size = max(gradient.abs().max().item() for gradient in theirs.values())
    difference = largest_difference({name: ours[name] for name in theirs}, theirs)
    record(f"ours/{type(reference).__name__} {head}", abs(loss - output.loss.item()), difference, size)
    assert abs(loss - output.loss.item()) < 2e-6 * max(1, abs(loss))
    # Rounding alone: 1.1e-5 of the largest were seen through 12 layers on a processor without AVX-512.
    assert difference < 5e-5 * size


def reference_of(head: str, folder: str, features: str, schedule: str) -> tuple[Any, dict[str, Tensor]]:
    """The class of transformers with our weights, and the same batch in its form."""
    labels = {"num_labels": 1 if head == "regression" else HEADS[head].get("labels", 2)}
    reference = REFERENCES[head].from_pretrained(folder, **labels)
    reference.eval()
    ours, _ = load_for_training(folder, [("task", HEADS[head])], 0.0, seed=3, spread=0.02)  # type: ignore[list-item]
    weights = ours.heads["task"].state_dict()
    with torch.no_grad():
        for theirs, name in OUR_NAMES[reference.config.model_type][head].items():
            module = reference.get_submodule(theirs)
            module.weight.copy_(weights[f"{name}.weight"])
            module.bias.copy_(weights[f"{name}.bias"])

    dataset = load_features(features, ours.encoder.limits())
    plan = load_schedule(schedule, [dataset], [ours.heads["task"]], ours.encoder.limits().vocabulary)
    rows = np.split(dataset.ids_T, dataset.sequence_offsets_S1[1:-1])
    longest = max(map(len, rows))
    ids = torch.tensor([[*row, *[1] * (longest - len(row))] for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
    source = dataset.source
    inputs: dict[str, Tensor] = {"input_ids": ids, "attention_mask": mask}
    match head:
        case "classification":
            inputs["labels"] = torch.tensor(source.need("labels", torch.int32)).long()
        case "regression":
            inputs["labels"] = torch.tensor(source.need("values", torch.float32))
        case "multiple-choice":
            inputs = {name: value.view(-1, 3, longest) for name, value in inputs.items()}
            inputs["labels"] = torch.tensor(source.need("labels", torch.int32)).long()
        case "span-extraction":
            start, end = torch.tensor(source.need("spans", torch.int32, 2)).long().unbind(-1)
            inputs |= {"start_positions": start, "end_positions": end}
        case "tagging":
            target = torch.full_like(ids, -100)
            ends = source.need("tag_offsets", torch.int32)
            for item in range(dataset.items):
                for place in range(ends[item], ends[item + 1]):
                    label = int(source.need("tag_labels", torch.int32)[place])
                    target[item, source.need("tag_positions", torch.int32)[place]] = label if label >= 0 else -100
            inputs["labels"] = target
        case "masked-lm":
            target = torch.full_like(ids, -100)
            assert plan.masks is not None
            for item in range(dataset.items):
                for place in range(plan.masks.offsets_M1[item], plan.masks.offsets_M1[item + 1]):
                    position = plan.masks.positions_Q[place]
                    target[item, position] = ids[item, position]
                    ids[item, position] = int(plan.masks.inputs_Q[place])
            inputs["labels"] = target
    return reference, inputs


def test_parity_of_bf16_with_fp32(checkpoint: Callable[..., str], tmp_path: Path) -> None:
    """Autocast stays near fp32; the exact distance is a property of bf16 (8 bits of mantissa)."""
    folder = checkpoint()
    case = make_case(tmp_path, "masked-lm", MIXED)
    loss, exact = gradients(folder, "masked-lm", *case)
    bf16_loss, bf16 = gradients(folder, "masked-lm", *case, precision="bf16")
    size = max(gradient.abs().max().item() for gradient in exact.values())
    difference = largest_difference(bf16, exact)
    record("bf16/fp32 masked-lm", abs(loss - bf16_loss), difference, size)
    assert abs(loss - bf16_loss) < 0.02 * loss
    assert difference < 0.05 * size
    assert all(gradient.dtype == torch.float32 for gradient in bf16.values())
