"""Two arms, several runs each, on the same items: a mixed model by statsmodels, and runs swapped between arms by scipy."""

import json
import sys
import warnings

import numpy
import pandas
import scipy
import statsmodels
from scipy.stats import permutation_test
from statsmodels.regression.mixed_linear_model import MixedLM

rng = numpy.random.default_rng(23)


def study(seeds, items, effect, noise):
    """Right answers, [arms][seeds][items]. `effect`: what an item is to an arm; `noise`: what a run is to its arm."""
    ease = rng.normal(0, 1, items) + rng.normal(0, effect, (2, items))
    runs = rng.normal(0, noise, (2, seeds, 1)) + rng.normal(0, 0.7, (2, seeds, items))
    return (ease[:, None, :] + runs > -0.5).astype(int)


def written(right):
    return [[''.join(map(str, run)) for run in arm] for arm in right.tolist()]


def mixed(seeds=4, items=90):
    """
    Differences of the arms by seed and item = constant + seed + item + rest, all but the constant random, seeds and items
    crossed; by restricted maximum likelihood.
    """
    right = study(seeds, items, 0.5, 0.25)
    frame = pandas.DataFrame(
        [
            {'difference': value, 'seed': seed, 'item': item, 'all': 0}
            for seed, row in enumerate(right[0] - right[1])
            for item, value in enumerate(row)
        ]
    )
    parts = {'seed': '0 + C(seed)', 'item': '0 + C(item)'}
    model = MixedLM.from_formula('difference ~ 1', groups='all', vc_formula=parts, re_formula='0', data=frame)
    with warnings.catch_warnings():
        # The one group that holds everything has no variance of its own.
        warnings.simplefilter('ignore')
        fit = model.fit(reml=True, method='bfgs', gtol=1e-7)
    assert fit.converged
    return {
        'right': written(right),
        'value': 100 * float(fit.params['Intercept']),
        'standardError': 100 * float(fit.bse['Intercept']),
    }


def swapped(seeds=8, items=60):
    """
    Arms without any difference but chance: which run is whose is a coin for each seed. Of the means of all swaps the share
    further from 0 than the one observed, those as far by half (the mid p value: few seeds give many ties).
    """
    right = study(seeds, items, 0.0, 0.2)
    by_seed = 100 * (right[0] - right[1]).mean(axis=1)
    result = permutation_test(
        [by_seed], lambda values, axis: values.mean(axis=axis), permutation_type='samples', vectorized=True
    )
    swaps, observed = numpy.abs(result.null_distribution).round(6), numpy.abs(result.statistic).round(6)
    return {'right': written(right), 'p': float((swaps > observed).mean() + (swaps == observed).mean() / 2)}


json.dump(
    {
        'made': 'scripts/parity/two-sources.py',
        'versions': {
            'scipy': scipy.__version__,
            'numpy': numpy.__version__,
            'statsmodels': statsmodels.__version__,
        },
        'mixed': mixed(),
        'swapped': [swapped() for _ in range(60)],
    },
    sys.stdout,
    separators=(',', ':'),
)
