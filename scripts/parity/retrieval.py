"""Rankings that we make up, scored by XTREME's utils_lareqa.py and utils_mewslix.py. Usage: retrieval.py CHECKOUT."""

import json
import sys

import numpy

sys.path.insert(0, sys.argv[1])
import evaluate as xtreme  # noqa: E402
from third_party import utils_lareqa, utils_mewslix  # noqa: E402

rng = numpy.random.default_rng(20)
K = utils_mewslix.TOP_K


def several(name, queries, candidates, right, depth):
    """Questions with several right candidates, as LAReQA."""
    relevant, ranked = [], []
    for _ in range(queries):
        count = int(rng.integers(1, right + 1))
        targets = sorted(int(each) for each in rng.permutation(candidates)[:count])
        # Right ones stand further ahead than others.
        scores = rng.normal(size=candidates)
        scores[targets] += rng.choice([0, 1, 3])
        relevant.append(targets)
        ranked.append([int(each) for each in scores.argsort()[::-1][:depth]])
    precision = [utils_lareqa.average_precision_at_k(numpy.array(targets), numpy.array(row), K) for targets, row in zip(relevant, ranked)]
    found = [[any(each in targets for each in row[:k]) for targets, row in zip(relevant, ranked)] for k in (1, 5, 10)]
    return {
        'name': name,
        'candidates': candidates,
        'relevant': relevant,
        'neighbours': ranked,
        'averagePrecision': [float(each) for each in precision],
        # LAReQA's script takes numpy's mean, which adds in pairs.
        'map@20': float(numpy.mean(precision)) * 100,
        'mrr': utils_mewslix.mean_reciprocal_rank([True] * queries, [[each in targets for each in row] for targets, row in zip(relevant, ranked)]) * 100,
        'recall': [100 * sum(each) / queries for each in found],
    }


def single(name, queries, candidates, depth, missing=0):
    """Mentions with one entity, as Mewsli-X."""
    gold = {f'm{at}': [f'Q{rng.integers(candidates)}'] for at in range(queries)}
    predicted = {each: [f'Q{row}' for row in rng.permutation(candidates)[:depth]] for each in gold}
    for at in range(missing):
        del predicted[f'm{at}']
    return {
        'name': name,
        'candidates': candidates,
        'gold': gold,
        'predicted': predicted,
        **xtreme.mewslix_map20(gold, predicted),
    }


json.dump(
    {
        'made': 'scripts/parity/retrieval.py',
        'versions': {'xtreme': '838c13b', 'numpy': numpy.__version__},
        'several': [
            several('eleven right of 200', 60, 200, 11, 20),
            several('more right than twenty', 20, 60, 40, 20),
            several('searched deeper than twenty', 20, 90, 30, 50),
            several('all candidates searched', 20, 12, 5, 12),
            several('one right each', 30, 50, 1, 20),
            several('one question', 1, 30, 3, 20),
        ],
        'single': [
            single('thirty entities', 40, 30, 20),
            single('deeper than twenty', 40, 60, 40),
            single('shallow', 40, 30, 3),
            single('some mentions missing', 40, 30, 20, missing=7),
        ],
    },
    sys.stdout,
    separators=(',', ':'),
)
