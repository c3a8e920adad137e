"""Tests of differences on made-up outcomes of two arms: p values by scipy, Holm's adjustment by statsmodels."""

import json
import sys
import warnings

import numpy
import scipy
import statsmodels
from scipy.stats import bootstrap, permutation_test, spearmanr
from statsmodels.stats.multitest import multipletests

rng = numpy.random.default_rng(7)
RESAMPLES = 100_000


def difference(a, b, axis=-1):
    return 100 * (a.mean(axis=axis) - b.mean(axis=axis))


def tested(arm, base):
    """Two-sided p of the percentile bootstrap, and of the paired randomisation test on the same outcomes."""
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        distribution = bootstrap(
            [arm, base],
            difference,
            paired=True,
            n_resamples=RESAMPLES,
            batch=500,
            method='percentile',
            rng=numpy.random.default_rng(3),
        ).bootstrap_distribution
    randomised = permutation_test(
        [arm, base],
        difference,
        permutation_type='samples',
        n_resamples=RESAMPLES,
        batch=500,
        vectorized=True,
        rng=numpy.random.default_rng(4),
    )
    smaller = min((distribution <= 0).mean(), (distribution >= 0).mean())
    return {
        'arm': arm.tolist(),
        'baseline': base.tolist(),
        'bootstrap': float(min(1, 2 * smaller)),
        'randomisation': float(randomised.pvalue),
    }


def pair(gain, n=400):
    ease = rng.uniform(size=n)
    luck = rng.uniform(size=n)
    return tested(
        (0.6 * ease + 0.4 * rng.uniform(size=n) < 0.5 + gain).astype(int),
        (0.6 * ease + 0.4 * luck < 0.5).astype(int),
    )


def trend(slope, n=11):
    column = numpy.round(rng.uniform(0.4, 0.7, n), 2)
    gain = numpy.round(slope * column + rng.normal(0, 1, n), 1)
    result = permutation_test(
        [gain],
        lambda y: spearmanr(column, y).statistic,
        permutation_type='pairings',
        n_resamples=20_000,
        rng=numpy.random.default_rng(5),
    )
    return {'column': column.tolist(), 'gain': gain.tolist(), 'rho': float(result.statistic), 'p': float(result.pvalue)}


families = [rng.uniform(0, 0.2, 6).round(4).tolist(), [0.01, 0.04, 0.03, 0.005], [0.5, 0.5, 0.9], [0.02]]

json.dump(
    {
        'made': 'scripts/parity/comparisons.py',
        'versions': {
            'scipy': scipy.__version__,
            'numpy': numpy.__version__,
            'statsmodels': statsmodels.__version__,
        },
        'pairs': [pair(gain) for gain in (0.0, 0.02, 0.04, 0.08)],
        'trends': [trend(slope) for slope in (0, 6, 25)],
        'holm': [{'p': p, 'adjusted': multipletests(p, method='holm')[1].tolist()} for p in families],
    },
    sys.stdout,
    separators=(',', ':'),
)
