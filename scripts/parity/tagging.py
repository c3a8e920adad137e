"""Tags that we make up, scored by the seqeval of this environment, in the way XTREME's evaluate.py calls it."""

import json
import random
import sys
import warnings
from importlib.metadata import version

import numpy
from seqeval.metrics import accuracy_score, f1_score, precision_score, recall_score

warnings.filterwarnings('ignore')

UPOS = 'ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X'.split()
PANX = ['O', 'B-PER', 'I-PER', 'B-ORG', 'I-ORG', 'B-LOC', 'I-LOC']
ODD = ['O', 'B', 'I', 'E', 'S', 'B-X', 'I-X', 'E-X', 'S-X', 'B-A-B', 'I-A-B', 'X', '_', '.', 'O-X', 'I-O', '-', 'B-', 'I-_', 'Ω-Y', '𠀀', '𠀁']
SETS = {'upos': UPOS, 'conjunctions': ['CCONJ', 'SCONJ', 'X', 'NOUN', 'INTJ'], 'panx': PANX, 'odd': ODD, 'inside': ['I-PER', 'I-ORG', 'O']}

FIXED = {
    'perfect': ([['NOUN', 'NOUN', 'VERB'], ['X']], [['NOUN', 'NOUN', 'VERB'], ['X']]),
    'adjacent equal tags are one chunk': ([['NOUN', 'NOUN', 'VERB']], [['NOUN', 'VERB', 'VERB']]),
    'X at the end, X at the start': ([['NOUN', 'X'], ['X', 'NOUN']], [['NOUN', 'X'], ['X', 'NOUN']]),
    'CCONJ for SCONJ': ([['SCONJ', 'NOUN'], ['CCONJ', 'NOUN']], [['CCONJ', 'NOUN'], ['SCONJ', 'NOUN']]),
    'CCONJ before SCONJ': ([['CCONJ', 'SCONJ', 'CCONJ', 'VERB']], [['CCONJ', 'SCONJ', 'CCONJ', 'VERB']]),
    'no chunks at all': ([['O', 'O'], ['O']], [['O', 'O'], ['O']]),
    'none predicted': ([['B-PER', 'I-PER']], [['O', 'O']]),
    'none gold': ([['O', 'O']], [['B-PER', 'I-PER']]),
    'I without B': ([['I-PER', 'I-PER', 'O', 'I-LOC']], [['B-PER', 'I-PER', 'O', 'B-LOC']]),
    'type changes inside': ([['B-PER', 'I-LOC', 'I-LOC']], [['B-PER', 'I-PER', 'I-LOC']]),
    'empty sentence': ([['B-PER'], [], ['B-LOC']], [['B-PER'], [], ['B-ORG']]),
}


def made_up():
    rng = random.Random(7)
    for name, tags in SETS.items():
        for noise in (0.1, 0.4, 1.0):
            gold = [[rng.choice(tags) for _ in range(rng.randint(1, 9))] for _ in range(30)]
            predicted = [[rng.choice(tags) if rng.random() < noise else tag for tag in tags_] for tags_ in gold]
            yield f'{name}, noise {noise}', gold, predicted


def score(name, gold, predicted):
    values = {metric.__name__: float(metric(gold, predicted)) * 100 for metric in (f1_score, precision_score, recall_score)}
    values['accuracy_score'] = float(accuracy_score(gold, predicted)) * 100
    return {'name': name, 'gold': [' '.join(tags) for tags in gold], 'predicted': [' '.join(tags) for tags in predicted], **values}


cases = [score(name, *case) for name, case in FIXED.items()] + [score(*case) for case in made_up()]
versions = {'seqeval': version('seqeval'), 'numpy': numpy.__version__, 'python': sys.version.split()[0]}
json.dump({'made': 'scripts/parity/tagging.py', 'versions': versions, 'cases': cases}, sys.stdout, separators=(',', ':'))
