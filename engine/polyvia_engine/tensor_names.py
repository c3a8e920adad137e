"""Which tensor of a checkpoint is which of ours: names may lie behind any prefix (`roberta.`, `module.`)."""

from collections.abc import Collection, Iterator, Mapping

from .errors import bad_file
from .weights import listed_names

Shapes = Mapping[str, tuple[int, ...]]


def encoder_tensors(folder: str, stored: Shapes, expected: Shapes) -> dict[str, str]:
    """Name in the encoder -> name in the weights.

    Where some of the encoder's names are not there, all that lies behind its prefix is given: transformers renames
    what some architectures call otherwise.
    """
    behind: dict[str, dict[str, str]] = {}
    for whole in stored:
        for name, prefix in _endings(whole):
            known = name if name in expected else _older_names(name)
            if known not in expected:
                continue
            if behind.setdefault(prefix, {}).setdefault(known, whole) != whole:
                raise bad_file(folder, f'its weights hold "{whole}" under an older name too')
    most = max((len(names) for names in behind.values()), default=0)
    prefixes = [prefix for prefix, names in behind.items() if len(names) == most]
    if most == len(expected) and len(prefixes) > 1:
        quoted = listed_names([f'"{prefix}"' for prefix in sorted(prefixes)])
        raise bad_file(folder, f"its weights hold {len(prefixes)} encoders, behind {quoted}; keep one")
    prefix = min(prefixes, default="", key=len)
    found = behind.get(prefix, {})
    unfit = [
        f'"{whole}" is {list(stored[whole])} and not {list(expected[name])}'
        for name, whole in found.items()
        if stored[whole] != expected[name]
    ]
    if unfit:
        raise bad_file(folder, f"its weights do not fit its config.json: {listed_names(unfit)}")
    if len(found) < len(expected):
        return {name.removeprefix(prefix): name for name in stored if name.startswith(prefix)}
    return found


def _endings(name: str) -> Iterator[tuple[str, str]]:
    """(`b.c`, `a.`) and so on of `a.b.c`, the whole name first. Longer names than any model's have none."""
    parts = name.split(".") if len(name) < 500 else []
    for at in range(len(parts)):
        yield ".".join(parts[at:]), "".join(f"{part}." for part in parts[:at])


def ends_in(name: str, endings: Collection[str]) -> bool:
    return any(ending in endings for ending, _ in _endings(name))


def _older_names(name: str) -> str:
    """The names that norms had in the first BERT checkpoints, as today's."""
    return name.replace("LayerNorm.gamma", "LayerNorm.weight").replace("LayerNorm.beta", "LayerNorm.bias")


# Our parameter -> its name in Hugging Face's checkpoints, behind any prefix; of several, what is there.
_HUGGING_FACE_MASKED_LM: tuple[dict[str, tuple[str, ...]], ...] = (
    {  # RoBERTa, XLM-R
        "dense.weight": ("lm_head.dense.weight",),
        "dense.bias": ("lm_head.dense.bias",),
        "layer_norm.weight": ("lm_head.layer_norm.weight",),
        "layer_norm.bias": ("lm_head.layer_norm.bias",),
        "bias": ("lm_head.bias", "lm_head.decoder.bias"),
    },
    {  # BERT
        "dense.weight": ("cls.predictions.transform.dense.weight",),
        "dense.bias": ("cls.predictions.transform.dense.bias",),
        "layer_norm.weight": (
            "cls.predictions.transform.LayerNorm.weight",
            "cls.predictions.transform.LayerNorm.gamma",
        ),
        "layer_norm.bias": ("cls.predictions.transform.LayerNorm.bias", "cls.predictions.transform.LayerNorm.beta"),
        "bias": ("cls.predictions.bias", "cls.predictions.decoder.bias"),
    },
)


def masked_lm_tensors(folder: str, stored: Collection[str]) -> dict[str, str] | None:
    """Our parameters of a masked-LM head -> their names in the weights, where a whole one is there."""
    found: list[dict[str, str]] = []
    for theirs_of in _HUGGING_FACE_MASKED_LM:
        (first,) = theirs_of["dense.weight"]
        for prefix in [prefix for name in stored for end, prefix in _endings(name) if end == first]:
            there = {
                ours: [prefix + theirs for theirs in theirs_names if prefix + theirs in stored]
                for ours, theirs_names in theirs_of.items()
            }
            if all(there.values()):
                found.append({ours: names[0] for ours, names in there.items()})
    if len(found) > 1:
        first_of = [head["dense.weight"] for head in found]
        raise bad_file(folder, f"its weights hold {len(found)} masked-LM heads ({listed_names(first_of)}); keep one")
    return found[0] if found else None
