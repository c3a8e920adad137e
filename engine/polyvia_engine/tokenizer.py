"""A Unigram tokenizer of the XLM-R kind.

Trained by SentencePiece on one thread: the trainer inside `tokenizers` walks hash tables in random order, so two runs
on one text give two files.
"""

import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import sentencepiece
import torch
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from .channel import Channel
from .contract import Json, TokenizerRequest
from .errors import EngineError, bad_file
from .files import replacing, write_json
from .models import ModelCache
from .runtime import Meter

SPECIALS = ("<s>", "<pad>", "</s>", "<unk>")
MASK = "<mask>"


def tokenizer(request: TokenizerRequest, channel: Channel, models: ModelCache) -> Json:
    meter = Meter(channel, request["id"], torch.device("cpu"))
    channel.emit("started", id=request["id"], step=0)
    pieces = train_pieces(
        request["text"], request["vocabularySize"] - 1, request["characterCoverage"], request["seedPieces"]
    )
    output = Path(request["output"])
    with replacing(output / "tokenizer.json") as temporary:
        build_tokenizer(pieces).save(str(temporary))
    write_json(
        output / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "bos_token": "<s>",
            "eos_token": "</s>",
            "cls_token": "<s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "mask_token": MASK,
            "model_input_names": ["input_ids", "attention_mask"],
        },
    )
    return meter.done()


def train_pieces(text: str, size: int, coverage: float, seed_pieces: int) -> list[tuple[str, float]]:
    """Pieces and their log probabilities, specials first; fewer than `size` when the text has not that many. Pruning
    starts from `seed_pieces` for each that is wanted."""
    if size <= len(SPECIALS):
        raise EngineError("BAD_REQUEST", f"vocabularySize leaves {size} pieces; more than {len(SPECIALS)} are needed")
    if not Path(text).is_file():
        raise bad_file(text, "it does not exist")
    model = io.BytesIO()
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=_sentences(text),
            model_writer=model,
            model_type="unigram",
            vocab_size=size,
            hard_vocab_limit=False,
            character_coverage=coverage,
            seed_sentencepiece_size=seed_pieces * size,
            normalization_rule_name="identity",
            max_sentence_length=1 << 24,
            bos_id=0,
            pad_id=1,
            eos_id=2,
            unk_id=3,
            num_threads=1,
            minloglevel=2,
        )
    except UnicodeDecodeError as error:
        raise bad_file(text, f"not UTF-8 ({error})") from error
    except RuntimeError as error:
        raise bad_file(text, f"no vocabulary of {size} pieces can be made from it ({error})") from error
    trained = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    return [(trained.id_to_piece(id), trained.get_score(id)) for id in range(trained.get_piece_size())]


def build_tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=SPECIALS.index("<unk>"), byte_fallback=False))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")]
    )
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.add_special_tokens([AddedToken(token, normalized=False) for token in SPECIALS])
    tokenizer.add_special_tokens([AddedToken(MASK, lstrip=True, normalized=False)])
    return tokenizer


def _sentences(text: str) -> Iterator[str]:
    """Lines as the tokenizer will see them: NFKC, words apart by one space."""
    with open(text, encoding="utf-8", newline="\n") as file:
        for line in file:
            words = unicodedata.normalize("NFKC", line).split()
            if words:
                yield " ".join(words)
