"""Classifiers as a hub has them, with tiny weights, and what transformers says of pairs: `python THIS PAIRS FOLDER`.

PAIRS is a JSON list of [premise, hypothesis, label]. Writes folders in Hugging Face layout, and `expected.json`: the
logits of each pair for each folder. `plain`, `reordered`, `two` and `sharded` are one XLM-R that has learned the pairs.
"""

import json
import sys
from pathlib import Path

import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    BertConfig,
    DebertaV2Config,
    PreTrainedTokenizerFast,
    XLMRobertaConfig,
)

pairs = [tuple(row) for row in json.loads(Path(sys.argv[1]).read_text())]
root = Path(sys.argv[2])
SPECIALS = ["<s>", "<pad>", "</s>", "<unk>"]
words = sorted({word for pair in pairs for text in pair[:2] for word in text.replace(".", " .").split()})
vocabulary = {word: at for at, word in enumerate([*SPECIALS, *words])}
SIZE = {
    "vocab_size": len(vocabulary),
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 48,
    "max_position_embeddings": 42,
    "pad_token_id": 1,
    "hidden_dropout_prob": 0.0,
    "attention_probs_dropout_prob": 0.0,
    "initializer_range": 0.2,
}
ORDER = ["entailment", "neutral", "contradiction"]


def tokenizer_of(pair: str) -> PreTrainedTokenizerFast:
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair=pair, special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        cls_token="<s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        model_max_length=40,
    )


ROBERTA = tokenizer_of("<s> $A </s> </s> $B </s>")
BERT = tokenizer_of("<s> $A </s> $B:1 </s>:1")


def names(*labels: str) -> dict:
    return {"id2label": dict(enumerate(labels)), "label2id": {label: at for at, label in enumerate(labels)}}


def save(model, tokenizer, folder: str, **saving) -> None:
    model.save_pretrained(root / folder, **saving)
    tokenizer.save_pretrained(root / folder)


def with_rows(model, rows: list[list[int]], labels: dict):
    """The same classifier whose outputs are sums of outputs of the given one."""
    config = XLMRobertaConfig.from_dict({**model.config.to_dict(), **labels})
    other = AutoModelForSequenceClassification.from_config(config)
    state = model.state_dict()
    for name in ("classifier.out_proj.weight", "classifier.out_proj.bias"):
        state[name] = torch.stack([state[name][row].sum(0) for row in rows])
    other.load_state_dict(state)
    return other


torch.manual_seed(1)
learned = AutoModelForSequenceClassification.from_config(XLMRobertaConfig(**SIZE, type_vocab_size=1, **names(*ORDER)))
inputs = ROBERTA(
    [pair[0] for pair in pairs], [pair[1] for pair in pairs], padding=True, truncation="only_first", return_tensors="pt"
)
inputs.pop("token_type_ids", None)
labels = torch.tensor([ORDER.index(pair[2]) for pair in pairs])
optimizer = torch.optim.AdamW(learned.parameters(), lr=3e-3)
for _ in range(200):
    optimizer.zero_grad()
    loss = learned(**inputs, labels=labels).loss
    loss.backward()
    optimizer.step()
    if loss.item() < 0.01:
        break

save(learned, ROBERTA, "plain")
save(with_rows(learned, [[2], [0], [1]], names("CONTRADICTION", "Entailment", "NEUTRAL")), ROBERTA, "reordered")
save(with_rows(learned, [[1, 2], [0]], names("not_entailment", "entailment")), ROBERTA, "two")
save(learned, ROBERTA, "sharded", max_shard_size="12KB")
save(with_rows(learned, [[1], [2], [0]], names("LABEL_0", "LABEL_1", "LABEL_2")), ROBERTA, "unnamed")
for folder, config in {
    "bert": BertConfig(**SIZE, **names(*ORDER)),
    "deberta": DebertaV2Config(
        **SIZE,
        **names(*ORDER),
        type_vocab_size=0,
        relative_attention=True,
        pos_att_type=["p2c", "c2p"],
        position_biased_input=False,
        max_relative_positions=-1,
    ),
}.items():
    save(AutoModelForSequenceClassification.from_config(config), BERT, folder)

expected = {}
for folder in sorted(path.parent.name for path in root.glob("*/config.json")):
    model = AutoModelForSequenceClassification.from_pretrained(root / folder).eval()
    tokenizer = AutoTokenizer.from_pretrained(root / folder)
    expected[folder] = []
    for premise, hypothesis, _ in pairs:
        one = tokenizer(
            premise,
            hypothesis,
            truncation="only_first",
            max_length=40,
            return_tensors="pt",
            return_token_type_ids=model.config.model_type == "bert",
        )
        with torch.no_grad():
            expected[folder].append(model(**one).logits[0].tolist())
(root / "expected.json").write_text(json.dumps(expected))
