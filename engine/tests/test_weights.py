"""Weights in every layout of the hub are taken over whole, and what is odd about them is one error with the file."""

import json
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from cases import make_case, train_request
from conftest import run, tiny_config
from safetensors.torch import load_file, save_file
from torch import Tensor
from transformers import CONFIG_MAPPING, BertForMaskedLM, XLMRobertaForMaskedLM

from polyvia_engine.errors import EngineError
from polyvia_engine.files import opened
from polyvia_engine.weights import Weights, stored_weights

MODELS = {"xlm-roberta": XLMRobertaForMaskedLM, "bert": BertForMaskedLM}
State = dict[str, Tensor]


def hub_state(kind: str) -> State:
    """A masked-LM model of the hub: names as it writes them, values that no initialisation gives."""
    torch.manual_seed(3)
    model = MODELS[kind](CONFIG_MAPPING[kind].from_dict(tiny_config(kind)))
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter)
    return {name: value.clone() for name, value in model.state_dict().items()}


def written(folder: Path, state: State, layout: str, kind: str = "xlm-roberta", **config: Any) -> str:
    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_text(json.dumps({**tiny_config(kind), **config}))
    stem, ending = ("model", "safetensors") if "safetensors" in layout else ("pytorch_model", "bin")

    def save(part: State, file: str) -> None:
        if ending == "safetensors":
            save_file(part, folder / file)
        else:
            torch.save(part, folder / file, _use_new_zipfile_serialization=layout != "old bin")

    if layout.startswith("sharded"):
        names = list(state)
        shards = {f"{stem}-0000{n + 1}-of-00003.{ending}": names[n::3] for n in range(3)}
        for file, part in shards.items():
            save({name: state[name] for name in part}, file)
        weight_map = {name: file for file, part in shards.items() for name in part}
        index = {"metadata": {}, "weight_map": weight_map}
        (folder / f"{stem}.{ending}.index.json").write_text(json.dumps(index))
    else:
        save(state, f"{stem}.{ending}")
    return str(folder)


def trained(tmp_path: Path, folder: str) -> tuple[dict[str, list[str]], State, State]:
    """Handover, encoder and head after a step that moves nothing."""
    still = {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e30, "weightDecay": 0.0, "clipNorm": 0.0}
    case = make_case(tmp_path, "masked-lm", [9, 12, 7])
    request = train_request(tmp_path, folder, "masked-lm", *case, optimizer=still)
    handover = run(request)["started"]["handover"]
    output = Path(request["output"])
    return handover, load_file(output / "model.safetensors"), load_file(output / "heads.safetensors")


LAYOUTS = ["safetensors", "sharded safetensors", "bin", "old bin", "sharded bin"]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", MODELS)
def test_encoder_and_masked_lm_head_of_every_layout_are_taken_over(kind: str, layout: str, tmp_path: Path) -> None:
    taken_over(tmp_path, kind, layout, lambda name: name)


PREFIXES: dict[str, Callable[[str], str]] = {
    "DataParallel": lambda name: f"module.{name}",
    "a wrapper": lambda name: f"model.{name}",
    "both": lambda name: f"module.model.{name}",
    "PEFT, merged": lambda name: f"base_model.model.{name}",
    "an encoder in a wrapper, the head beside it": lambda name: name.replace("roberta.", "model.encoder."),
    "no prefix": lambda name: name.removeprefix("roberta."),
}


@pytest.mark.parametrize("layout", ["safetensors", "bin"])
@pytest.mark.parametrize("prefix", PREFIXES)
def test_names_behind_a_prefix_are_taken_over(prefix: str, layout: str, tmp_path: Path) -> None:
    taken_over(tmp_path, "xlm-roberta", layout, PREFIXES[prefix])


def test_names_of_the_first_bert_checkpoints_are_taken_over(tmp_path: Path) -> None:
    def older(name: str) -> str:
        return name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta")

    taken_over(tmp_path, "bert", "bin", older)


def taken_over(tmp_path: Path, kind: str, layout: str, rename: Callable[[str], str]) -> None:
    state = hub_state(kind)
    tied = [name for name in state if "decoder" in name]
    stored = {rename(name): value for name, value in state.items() if layout != "safetensors" or name not in tied}
    handover, encoder, head = trained(tmp_path, written(tmp_path / "hub", stored, layout, kind))
    assert handover["created"] == []
    assert set(handover["dropped"]) <= {rename(name) for name in tied}
    base = {"xlm-roberta": "roberta.", "bert": "bert."}[kind]
    assert encoder.keys() == {name.removeprefix(base) for name in state if name.startswith(base)}
    for name, value in encoder.items():
        assert torch.allclose(value, state[base + name], rtol=0, atol=1e-20), name
    dense = {"xlm-roberta": "lm_head.dense.weight", "bert": "cls.predictions.transform.dense.weight"}[kind]
    bias = {"xlm-roberta": "lm_head.bias", "bert": "cls.predictions.bias"}[kind]
    assert torch.equal(head["task/dense.weight"], state[dense])
    assert torch.equal(head["task/bias"], state[bias])


@pytest.mark.parametrize("kind", [torch.float16, torch.bfloat16, torch.float64])
def test_other_precisions_become_fp32(kind: torch.dtype, tmp_path: Path) -> None:
    state = {name: value.to(kind) for name, value in hub_state("xlm-roberta").items()}
    _, encoder, _ = trained(tmp_path, written(tmp_path / "hub", state, "bin"))
    name = "embeddings.word_embeddings.weight"
    torch.testing.assert_close(encoder[name], state[f"roberta.{name}"].float(), rtol=0, atol=1e-20)


def test_a_masked_lm_head_of_which_a_part_is_missing_is_new_and_said_to_be(tmp_path: Path) -> None:
    state = hub_state("xlm-roberta")
    for name in ("lm_head.layer_norm.weight", "lm_head.decoder.weight", "lm_head.decoder.bias"):
        del state[name]
    handover, _, _ = trained(tmp_path, written(tmp_path / "hub", state, "bin"))
    assert "heads.task.dense.weight" in handover["created"]
    assert "lm_head.dense.weight" in handover["dropped"]


def two_encoders(state: State) -> State:
    return {f"{side}.{name}": value for side in ("query", "passage") for name, value in state.items()}


def with_inf(state: State) -> State:
    return {**state, "lm_head.dense.weight": torch.full((32, 32), torch.inf)}


STATES: dict[str, tuple[Callable[[State], State], str]] = {
    "two encoders": (two_encoders, 'hold 2 encoders, behind "passage.roberta.", "query.roberta."'),
    "two masked-LM heads": (
        lambda s: {**s, **{f"old.{name}": s[name] for name in s if name.startswith("lm_head.")}},
        "hold 2 masked-LM heads",
    ),
    "a head of another vocabulary": (
        lambda s: {**s, "lm_head.bias": torch.zeros(5)},
        '"masked-lm" head does not fit: "lm_head.bias" is [5] and not [97]',
    ),
    "a head that is not finite": (with_inf, 'not finite: "lm_head.dense.weight" (1024 of 1024)'),
    "an embedding of another vocabulary": (
        lambda s: {**s, "roberta.embeddings.word_embeddings.weight": torch.zeros(96, 32)},
        '"roberta.embeddings.word_embeddings.weight" is [96, 32] and not [97, 32]',
    ),
    "numbers that are no weights": (
        lambda s: {**s, "roberta.encoder.layer.0.output.dense.bias": torch.zeros(32, dtype=torch.int8)},
        "is torch.int8, not fp32",
    ),
    "a value too large for fp32": (
        lambda s: {**s, "roberta.encoder.layer.0.output.dense.bias": torch.full((32,), 1e39, dtype=torch.float64)},
        "(32 of 32)",
    ),
    "a norm under two names": (
        lambda s: {**s, "roberta.embeddings.LayerNorm.gamma": torch.ones(32)},
        "under an older name too",
    ),
    "nothing of the encoder": (lambda s: {"a.weight": torch.zeros(3)}, "lacks 37 of its 37 tensors"),
}


@pytest.mark.parametrize("layout", ["safetensors", "bin"])
@pytest.mark.parametrize("what", STATES)
def test_weights_that_cannot_be_meant_are_refused(what: str, layout: str, tmp_path: Path) -> None:
    change, message = STATES[what]
    state = {name: value for name, value in hub_state("xlm-roberta").items() if "decoder" not in name}
    state = {name: value.clone() for name, value in change(state).items()}
    refused(tmp_path, written(tmp_path / "hub", state, layout), "BAD_FILE", message)


def refused(tmp_path: Path, folder: str, code: str, message: str) -> None:
    case = make_case(tmp_path, "masked-lm", [9, 12, 7])
    request = train_request(tmp_path, folder, "masked-lm", *case)
    with pytest.raises(EngineError) as failure:
        run(request)
    assert (failure.value.code, message in str(failure.value)) == (code, True), str(failure.value)
    assert list(Path(request["output"]).iterdir()) == []


def relisted(folder: Path, change: Callable[[dict[str, Any], str], object]) -> None:
    """Changes the weight map of an index; `change` gets it and its first tensor."""
    (path,) = folder.glob("*.index.json")
    index = json.loads(path.read_text())
    change(index["weight_map"], next(iter(index["weight_map"])))
    path.write_text(json.dumps(index))


INDEXES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a file outside": (
        lambda f: relisted(f, lambda m, name: m.update({name: f"../outside.{m[name].split('.')[-1]}"})),
        'it names "../outside.',
    ),
    "an absolute path": (
        lambda f: relisted(f, lambda m, name: m.update({name: str(f / m[name])})),
        "no .",
    ),
    "a nested folder": (lambda f: relisted(f, lambda m, n: m.update({n: f"sub/{m[n]}"})), 'it names "sub/'),
    "a shard that is missing": (lambda f: next(f.glob("*-00002-of*")).unlink(), "which is not there"),
    "a shard that is not listed": (
        lambda f: relisted(f, lambda m, _: [m.pop(name) for name in list(m) if "-00003-of" in m[name]]),
        "it does not name",
    ),
    "a tensor in the wrong shard": (
        lambda f: relisted(f, lambda m, n: m.update({n: m[n].replace("-00001-", "-00002-")})),
        "which the index says it holds",
    ),
    "a number as file": (lambda f: relisted(f, lambda m, n: m.update({n: 3})), '"weight_map" does not give'),
    "no weight map": (lambda f: next(f.glob("*.index.json")).write_text("null"), '"weight_map" does not give'),
    "an empty weight map": (lambda f: next(f.glob("*.index.json")).write_text('{"weight_map":{}}'), "weight_map"),
}


@pytest.mark.parametrize("layout", ["sharded safetensors", "sharded bin"])
@pytest.mark.parametrize("what", INDEXES)
def test_an_index_names_files_of_its_folder_alone(what: str, layout: str, tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    state = hub_state("xlm-roberta")
    written(folder, state, layout)
    for shard in folder.glob("*-00001-of*"):
        (tmp_path / f"outside{shard.suffix}").write_bytes(shard.read_bytes())
        (folder / "sub").mkdir()
        (folder / "sub" / shard.name).write_bytes(shard.read_bytes())
    change, message = INDEXES[what]
    change(folder)
    refused(tmp_path, str(folder), "BAD_FILE", message)


def test_links_of_a_hub_cache_are_followed(tmp_path: Path) -> None:
    snapshot, blobs = tmp_path / "hub", tmp_path / "blobs"
    written(snapshot, hub_state("xlm-roberta"), "sharded safetensors")
    blobs.mkdir()
    for number, file in enumerate(sorted(snapshot.iterdir())):
        file.rename(blobs / str(number))
        file.symlink_to(os.path.relpath(blobs / str(number), snapshot))
    assert trained(tmp_path, str(snapshot))[0]["created"] == []


class Evil:
    def __reduce__(self) -> Any:
        return (os.system, ("touch /tmp/polyvia-evil",))


def pickled(value: Any) -> Callable[[Path], object]:
    return lambda path: torch.save(value, path)


PICKLES: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut off": (lambda p: p.write_bytes(p.read_bytes()[:-900]), "cannot be unpickled"),
    "cut off, old form": (
        lambda p: (
            torch.save({"a": torch.ones(99)}, p, _use_new_zipfile_serialization=False),
            p.write_bytes(p.read_bytes()[:-90]),
        ),
        "cannot be unpickled",
    ),
    "empty": (lambda p: p.write_bytes(b""), "cannot be unpickled"),
    "text": (lambda p: p.write_text("<!doctype html><p>Not found"), "cannot be unpickled"),
    "a zip of another kind": (lambda p: p.write_bytes(b"PK\x03\x04" + bytes(99)), "cannot be unpickled"),
    "code": (lambda p: torch.save({"a": Evil()}, p), "cannot be unpickled"),
    "code, plain pickle": (lambda p: p.write_bytes(pickle.dumps(Evil())), "cannot be unpickled"),
    "a Git LFS pointer": (
        lambda p: p.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n"),
        "is a Git LFS pointer",
    ),
    "a list": (pickled([torch.ones(2)]), "it holds a list, not tensors by name"),
    "nothing": (pickled(None), "it holds nothing"),
    "an empty state": (pickled({}), "it holds nothing"),
    "a training state": (
        pickled({"state_dict": {"a": torch.ones(2)}, "epoch": 3}),
        'it holds a dict under "state_dict"',
    ),
    "names that are numbers": (pickled({1: torch.ones(2)}), "not tensors by name alone"),
    "a sparse tensor": (pickled({"a": torch.eye(3).to_sparse()}), "no plain dense tensor"),
    "a tensor without values": (pickled({"a": torch.ones(3, device="meta")}), "no plain dense tensor"),
}


@pytest.mark.parametrize("what", PICKLES)
def test_pickles_that_are_no_tensors_by_name_are_refused(what: str, tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    written(folder, hub_state("xlm-roberta"), "bin")
    spoil, message = PICKLES[what]
    spoil(folder / "pytorch_model.bin")
    refused(tmp_path, str(folder), "BAD_FILE", message)
    assert not Path("/tmp/polyvia-evil").exists()


POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n"
CONFIGS: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "BAD_FILE", "config.json"),
    "invalid UTF-8": (b'{"model_type": "\xff"}', "BAD_FILE", "not JSON"),
    "nested without end": (b"[" * 100_000 + b"]" * 100_000, "BAD_FILE", "nested too deeply"),
    "a Git LFS pointer": (POINTER, "BAD_FILE", "is a Git LFS pointer"),
    **{
        text: (text.encode(), "UNSUPPORTED_MODEL", 'gives no "model_type"')
        for text in ("null", "[]", "3", '"bert"', "{}", '{"model_type": null}', '{"model_type": ["bert"]}')
    },
}


@pytest.mark.parametrize("what", CONFIGS)
def test_config_that_is_no_configuration(what: str, tmp_path: Path) -> None:
    folder = tmp_path / "xlm-roberta-hub"  # a name that transformers would guess the architecture by
    written(folder, hub_state("xlm-roberta"), "safetensors")
    content, code, message = CONFIGS[what]
    (folder / "config.json").write_bytes(content)
    refused(tmp_path, str(folder), code, message)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("auto_map", {"AutoModel": "modeling_evil.Evil"}, 'needs code of its own ("auto_map")'),
        ("auto_map", {"AutoConfig": "some/repo--configuration.C"}, "auto_map"),
        ("quantization_config", {"load_in_8bit": True, "quant_method": "bitsandbytes"}, "quantised"),
        ("num_hidden_layers", 0, "num_hidden_layers is 0"),
        ("num_hidden_layers", 10**9, "num_hidden_layers is 1000000000"),
        ("num_hidden_layers", "2", "num_hidden_layers"),
        ("num_attention_heads", 5, "not a multiple"),
        ("hidden_size", -4, ""),
        ("hidden_size", None, "hidden_size"),
        ("vocab_size", 10**18, "overflow"),
        ("vocab_size", 0, ""),
        ("pad_token_id", 10**6, ""),
        ("hidden_act", "no-such", "no-such"),
        ("hidden_dropout_prob", 7, "between 0 and 1"),
        ("layer_norm_eps", "x", "layer_norm_eps"),
        ("to_dict", 5, ""),
        ("is_decoder", True, "is a decoder"),
        ("model_type", "t5", "decoder"),
        ("model_type", "no-such", 'transformers knows no "no-such"'),
    ],
)
def test_config_that_asks_for_what_cannot_be(field: str, value: Any, message: str, tmp_path: Path) -> None:
    folder = written(tmp_path / "hub", hub_state("xlm-roberta"), "safetensors", **{field: value})
    refused(tmp_path, folder, "UNSUPPORTED_MODEL", message)


def test_a_size_that_the_weights_do_not_have_takes_no_memory(tmp_path: Path) -> None:
    folder = written(tmp_path / "hub", hub_state("xlm-roberta"), "safetensors", vocab_size=10**12)
    refused(tmp_path, folder, "BAD_FILE", "do not fit its config.json")


@pytest.mark.parametrize("value", ["kernels-community/evil", "flash_attention_2", "no-such"])
def test_attention_is_not_chosen_by_a_file(value: str, tmp_path: Path) -> None:
    config = {"_attn_implementation": value, "attn_implementation": value}
    assert trained(tmp_path, written(tmp_path / "hub", hub_state("xlm-roberta"), "bin", **config))


@pytest.mark.parametrize(
    "content", ["null", "[]", '{"a": null}', '{"a": {"type": "evil"}}', '{"a": {"type": "classification"}}']
)
def test_heads_that_are_none_of_the_contract(content: str, tmp_path: Path) -> None:
    folder = written(tmp_path / "hub", hub_state("xlm-roberta"), "safetensors")
    (Path(folder) / "heads.json").write_text(content)
    refused(tmp_path, folder, "BAD_FILE", "heads.json")


def entry(dtype: Any = "F32", shape: Any = (2,), offsets: Any = (0, 8)) -> dict[str, Any]:
    return {"dtype": dtype, "shape": shape, "data_offsets": offsets}


ODD: list[Any] = [-1, 0, 1, 7, 8, 2**53, 2**63, 2**64, 1.5, None, "8", True, [], {}]


def odd_headers(random: np.random.Generator, count: int) -> list[bytes]:
    """Headers of small files, each with something odd in it."""
    headers: list[bytes] = []
    for _ in range(count):
        pick = lambda: ODD[random.integers(len(ODD))]  # noqa: E731
        changes: list[dict[str, Any]] = [
            {"dtype": [pick(), "F4", "F8_E8M0", "BF16", "I64", "C64", "bool"][random.integers(7)]},
            {"shape": [pick() for _ in range(random.integers(4))]},
            {"shape": pick()},
            {"data_offsets": [pick() for _ in range(random.integers(4))]},
            {"data_offsets": pick()},
        ]
        change = changes[random.integers(len(changes))]
        first = {**entry(), **change}
        header: Any = {"a": first, "b": entry(offsets=(8, 16))} if random.random() < 0.5 else {"a": first}
        if random.random() < 0.1:
            header["__metadata__"] = pick()
        headers.append(json.dumps(header).encode())
    return headers


def reads(path: Path) -> bool:
    """Whether a file gives its tensors whole; else it must be told of as bad, by name."""
    try:
        weights = Weights(path.parent, [path.name])
        found = weights.read(weights.shapes)
    except EngineError as error:
        return error.code != "BAD_FILE" or str(path.parent) not in str(error)
    return {name: tuple(tensor.shape) for name, tensor in found.items()} == weights.shapes


def test_odd_safetensors_headers_give_whole_tensors_or_one_error(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    random = np.random.default_rng(5)
    special = [b"", b"null", b"[]", b"{", b'{"a":' * 9000, b'{"a":1,"a":2}', "ü".encode("latin-1")]
    lengths = [0, 1, 7, 100, 2**31, 2**40, 2**53, 2**63, 2**64 - 1]
    files = [len(h).to_bytes(8, "little") + h + bytes(16) for h in (*odd_headers(random, 600), *special)]
    files += [length.to_bytes(8, "little") + b"{}" for length in lengths] + [b"", b"\0", bytes(7), bytes(8)]
    whole = 0
    for content in files:
        path.write_bytes(content)
        whole += reads(path)
    assert whole < len(files) / 4


def test_a_folder_in_the_place_of_weights(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").mkdir()
    with pytest.raises(EngineError, match="has no weights"):
        stored_weights(tmp_path)
    with pytest.raises(EngineError, match="does not exist"), opened(tmp_path / "model.safetensors"):
        pass
