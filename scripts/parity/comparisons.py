"""Differences of made-up outcomes of two arms: p values and correlations by scipy, errors over clusters by statsmodels."""

import json
import sys
import warnings

import numpy
import scipy
import statsmodels
from scipy.stats import bootstrap, permutation_test, spearmanr
from statsmodels.regression.linear_model import OLS

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
    return {'column': column.tolist(), 'gain': gain.tolist(), 'rho': float(spearmanr(column, gain).statistic)}


def clustered(sizes):
    """Standard error of a mean difference over clusters, as regression on a constant gives it (CV1)."""
    groups = numpy.repeat(numpy.arange(len(sizes)), sizes)
    shared = rng.normal(0, 1, len(sizes))[groups]
    arm = (shared + rng.normal(0, 1, groups.size) > -0.3).astype(int)
    base = (0.5 * shared + rng.normal(0, 1, groups.size) > 0).astype(int)
    fit = OLS(100.0 * (arm - base), numpy.ones(groups.size)).fit(cov_type='cluster', cov_kwds={'groups': groups})
    return {
        'cluster': groups.tolist(),
        'arm': arm.tolist(),
        'baseline': base.tolist(),
        'standardError': float(fit.bse[0]),
    }


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
        'clustered': {'equal': clustered([5] * 40), 'unequal': clustered(rng.integers(1, 9, 60))},
    },
    sys.stdout,
    separators=(',', ':'),
)
