"""Gold tags that we make up, shuffled among sentences of one length and scored by the seqeval of this environment.

Where every length has n sentences, each rotation by 1 to n - 1 gives every sentence each other one of its length once: their
mean is the expected value, exactly. Elsewhere the mean over random rotations, with its standard error.
"""

import json
import random
import statistics
import sys
import warnings
from collections import defaultdict
from importlib.metadata import version

import numpy
from seqeval.metrics import accuracy_score, f1_score

warnings.filterwarnings('ignore')

# Without X: with it seqeval 1.2.2 lets chunks begin in an earlier sentence, so that sentences are not independent.
UPOS = 'ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB'.split()
RANDOM_ROTATIONS = 4000


def named(rng, length):
    """Entities of one to three words between words outside."""
    tags = []
    while len(tags) < length:
        if rng.random() < 0.5:
            tags.append('O')
        else:
            kind = rng.choice(['PER', 'ORG', 'LOC'])
            tags += [f'B-{kind}'] + [f'I-{kind}'] * rng.randint(0, 2)
    return tags[:length]


def spoken(rng, length):
    return [rng.choice(UPOS[:6] + ['NOUN'] * 6) for _ in range(length)]


def by_length(gold):
    places = defaultdict(list)
    for at, tags in enumerate(gold):
        places[len(tags)].append(at)
    return [each for each in places.values() if len(each) > 1]


def rotated(gold, groups, shift_of):
    tags = list(gold)
    for group in groups:
        shift = shift_of(len(group))
        for at, place in enumerate(group):
            tags[place] = gold[group[(at + shift) % len(group)]]
    return tags


def means(gold, shuffles):
    scores = [[float(metric(gold, tags)) * 100 for metric in (f1_score, accuracy_score)] for tags in shuffles]
    columns = list(zip(*scores))
    return [statistics.mean(column) for column in columns], [statistics.stdev(column) / len(scores) ** 0.5 for column in columns]


def case(name, gold, exact, rng):
    groups = by_length(gold)
    shared = sorted(place for group in groups for place in group)
    kept = [gold[place] for place in shared]
    groups = by_length(kept)
    if exact:
        sizes = {len(group) for group in groups}
        assert len(sizes) == 1
        shuffles = [rotated(kept, groups, lambda _, by=by: by) for by in range(1, sizes.pop())]
    else:
        shuffles = [rotated(kept, groups, lambda size: rng.randrange(1, size)) for _ in range(RANDOM_ROTATIONS)]
    (f1, accuracy), errors = means(kept, shuffles)
    made = {'name': name, 'gold': [' '.join(tags) for tags in gold], 'f1_score': f1, 'accuracy_score': accuracy}
    tags = sorted({tag for sentence in gold for tag in sentence})
    constant = {tag: float(f1_score(gold, [[tag] * len(sentence) for sentence in gold])) * 100 for tag in tags}
    return {**made, 'constant': constant, 'standardErrors': [0, 0] if exact else errors}


def cases():
    for name, make in (('entities', named), ('parts of speech', spoken)):
        rng = random.Random(11)
        equal = [make(rng, length) for length in range(1, 8) for _ in range(6)]
        rng.shuffle(equal)
        yield case(f'{name}, six of each length', equal, True, rng)
        unequal = [make(rng, rng.choice([1, 2, 2, 3, 3, 3, 4, 5, 6, 8, 13, 20, 21, 22])) for _ in range(50)]
        yield case(f'{name}, lengths as they come', unequal, False, rng)


versions = {'seqeval': version('seqeval'), 'numpy': numpy.__version__, 'python': sys.version.split()[0]}
json.dump({'made': 'scripts/parity/tag-chance.py', 'versions': versions, 'cases': list(cases())}, sys.stdout, separators=(',', ':'))
