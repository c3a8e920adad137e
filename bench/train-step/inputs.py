"""What every arm trains on: token ids, labels and order, made once with the model's own tokenizer.

`inputs.json` of the work folder: `sequences` (token ids with specials), `labels` (nli: a class each; qa: first and last
answer token each, 0 and 0 where the window has no answer), `steps` (indexes of each step's sequences).
"""

import csv
import gzip
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
from transformers import AutoTokenizer

BATCH = 32
PAIRS, WINDOWS = 2000, 500
MAX_LENGTH = {"nli": 128, "qa": 384}
STRIDE = 128
CLASSES = ["contradiction", "entailment", "neutral"]


def make_inputs(task: str, model: str, file: Path, folder: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(model)
    order = random.Random(1)
    sequences, labels = (pairs if task == "nli" else windows)(tokenizer, file, order)
    places = list(range(len(sequences)))
    order.shuffle(places)
    steps = [places[first : first + BATCH] for first in range(0, len(places) - BATCH + 1, BATCH)]
    lengths = np.array([len(sequence) for sequence in sequences])
    padded = {
        "longest": np.mean([lengths[step].max() * BATCH for step in steps]),
        f"{MAX_LENGTH[task]}": MAX_LENGTH[task] * BATCH,
    }
    print(
        f"{task}: {len(sequences)} sequences of {lengths.mean():.1f} tokens (median {np.median(lengths):.0f}, longest"
        f" {lengths.max()}); tokens a step {lengths.mean() * BATCH:.0f},"
        f" padded {', '.join(f'to {name} {tokens:.0f}' for name, tokens in padded.items())}",
        flush=True,
    )
    content = {"sequences": sequences, "labels": labels, "steps": steps}
    (folder / "inputs.json").write_text(json.dumps(content))


def opened(file: Path) -> Any:
    return gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8")


def pairs(tokenizer: Any, file: Path, order: random.Random) -> tuple[list[list[int]], list[int]]:
    """Premise, hypothesis and label of the three columns of XTREME's XNLI files."""
    with opened(file) as lines:
        rows = [row for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if len(row) == 3]
    rows = [row for row in rows if row[2] in CLASSES]
    order.shuffle(rows)
    sequences = [
        tokenizer(premise, hypothesis, truncation=True, max_length=MAX_LENGTH["nli"])["input_ids"]
        for premise, hypothesis, _ in rows[:PAIRS]
    ]
    return sequences, [CLASSES.index(label) for _, _, label in rows[:PAIRS]]


def windows(tokenizer: Any, file: Path, order: random.Random) -> tuple[list[list[int]], list[list[int]]]:
    """Windows of SQuAD v1.1's JSON, as run_squad.py of BERT cuts them."""
    with opened(file) as content:
        paragraphs = [each for article in json.load(content)["data"] for each in article["paragraphs"]]
    questions = [(each["context"], question) for each in paragraphs for question in each["qas"]]
    order.shuffle(questions)
    sequences: list[list[int]] = []
    labels: list[list[int]] = []
    for context, question in questions:
        answer = question["answers"][0]
        begin, end = answer["answer_start"], answer["answer_start"] + len(answer["text"])
        found = tokenizer(
            question["question"],
            context,
            truncation="only_second",
            max_length=MAX_LENGTH["qa"],
            stride=STRIDE,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
        )
        for at, ids in enumerate(found["input_ids"]):
            inside = [place for place, source in enumerate(found.sequence_ids(at)) if source == 1]
            answered = [
                place
                for place in inside
                if found["offset_mapping"][at][place][0] < end and found["offset_mapping"][at][place][1] > begin
            ]
            whole = answered and found["offset_mapping"][at][answered[-1]][1] >= end
            sequences.append(ids)
            labels.append([answered[0], answered[-1]] if whole else [0, 0])
            if len(sequences) == WINDOWS:
                return sequences, labels
    raise SystemExit(f"{file} has fewer than {WINDOWS} windows")
