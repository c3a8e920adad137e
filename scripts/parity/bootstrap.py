"""Paired bootstrap by scipy on made-up outcomes of two arms: percentile intervals and standard errors."""

import json
import sys

import numpy
import scipy
from scipy.stats import bootstrap, spearmanr

rng = numpy.random.default_rng(11)
RESAMPLES = 100_000


def interval(columns, statistic, resamples=RESAMPLES):
    columns = [numpy.asarray(column, float) for column in columns]
    result = bootstrap(
        columns,
        statistic,
        paired=True,
        vectorized=False if statistic is rank_difference else True,
        n_resamples=resamples,
        batch=500,
        method='percentile',
        confidence_level=0.95,
        rng=numpy.random.default_rng(3),
    )
    low, high = result.confidence_interval
    return {'low': float(low), 'high': float(high), 'standardError': float(result.standard_error), 'resamples': resamples}


def accuracy_difference(a, b, axis=-1):
    return 100 * (a.mean(axis=axis) - b.mean(axis=axis))


def accuracy_alone(a, axis=-1):
    return 100 * a.mean(axis=axis)


def micro_f1(correct, predicted, gold, axis):
    c, p, g = (each.sum(axis=axis) for each in (correct, predicted, gold))
    return 200 * c / (p + g)


def f1_difference(ca, pa, cb, pb, gold, axis=-1):
    return micro_f1(ca, pa, gold, axis) - micro_f1(cb, pb, gold, axis)


def rank_difference(a, b, gold):
    return 100 * (spearmanr(a, gold).statistic - spearmanr(b, gold).statistic)


n = 300
ease = rng.uniform(size=n)
arm = (rng.uniform(size=n) < 0.25 + 0.6 * ease).astype(int)
base = (rng.uniform(size=n) < 0.10 + 0.6 * ease).astype(int)

gold_chunks = rng.integers(0, 6, 250)
chunks = {}
for name, skill in (('arm', 0.7), ('baseline', 0.6)):
    correct = rng.binomial(gold_chunks, skill)
    chunks[name] = {'correct': correct, 'predicted': correct + rng.integers(0, 3, 250)}

similarity = rng.integers(0, 6, 120)
near = numpy.round(similarity + rng.normal(0, 1, 120), 2).astype(numpy.float32)
far = numpy.round(similarity + rng.normal(0, 2, 120), 2).astype(numpy.float32)

json.dump(
    {
        'made': 'scripts/parity/bootstrap.py',
        'versions': {'scipy': scipy.__version__, 'numpy': numpy.__version__},
        'accuracy': {
            'arm': arm.tolist(),
            'baseline': base.tolist(),
            'value': interval([arm], accuracy_alone),
            'difference': interval([arm, base], accuracy_difference),
        },
        'chunkF1': {
            'gold': gold_chunks.tolist(),
            **{name: {key: column.tolist() for key, column in columns.items()} for name, columns in chunks.items()},
            'difference': interval(
                [
                    chunks['arm']['correct'],
                    chunks['arm']['predicted'],
                    chunks['baseline']['correct'],
                    chunks['baseline']['predicted'],
                    gold_chunks,
                ],
                f1_difference,
            ),
        },
        'spearman': {
            'gold': similarity.tolist(),
            'arm': near.astype(float).tolist(),
            'baseline': far.astype(float).tolist(),
            'difference': interval([near, far, similarity], rank_difference, 20_000),
        },
    },
    sys.stdout,
    separators=(',', ':'),
)
