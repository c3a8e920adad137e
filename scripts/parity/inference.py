"""Adjusted p values by statsmodels; Student's t distribution by scipy, from 0.5 to a million degrees of freedom."""

import json
import sys

import numpy
import scipy
import statsmodels
from scipy.stats import t as student
from statsmodels.stats.multitest import multipletests

rng = numpy.random.default_rng(19)

FAMILIES = [
    [0.02],
    [0.01, 0.04, 0.03, 0.005],
    [0.5, 0.5, 0.9],
    [0.05, 0.05, 0.05, 0.05],
    [0, 1, 0.2, 1e-12, 0.2],
    rng.uniform(0, 0.2, 6).round(4).tolist(),
    # A grid of cells: most without an effect, some with one, many ties.
    numpy.concatenate([rng.uniform(0, 1, 48), rng.beta(0.2, 8, 12)]).round(3).tolist(),
]
FREEDOM = [0.5, 1, 1.5, 2, 2.37, 3, 4.01, 7.9, 12, 30, 99.5, 1e3, 1e6]
T = [-40, -6.5, -2.776, -1, -0.05, 0, 1e-6, 0.7, 1.96, 3.182, 12.71, 63.7]
# The last are what Holm asks of the smallest of 60 and of 400 tests.
P = [1e-4, 0.005, 0.025, 0.3, 0.5, 0.8, 0.95, 0.975, 0.995, 1 - 0.05 / 120, 1 - 0.05 / 800]

json.dump(
    {
        'made': 'scripts/parity/inference.py',
        'versions': {
            'scipy': scipy.__version__,
            'numpy': numpy.__version__,
            'statsmodels': statsmodels.__version__,
        },
        'adjusted': [
            {
                'p': p,
                'holm': multipletests(p, method='holm')[1].tolist(),
                'benjaminiHochberg': multipletests(p, method='fdr_bh')[1].tolist(),
            }
            for p in FAMILIES
        ],
        # P(T <= t), and P(|T| >= |t|), which 1 less the other would lose to rounding where it is small.
        'student': [
            {
                't': t,
                'df': df,
                'cdf': float(student.cdf(t, df)),
                'twoSided': float(2 * student.sf(abs(t), df)),
            }
            for df in FREEDOM
            for t in T
        ],
        'quantiles': [
            {'p': p, 'df': df, 'quantile': float(student.ppf(p, df))} for df in FREEDOM for p in P
        ],
    },
    sys.stdout,
    separators=(',', ':'),
)
