"""Differences that a t test finds with a chance of 80 %, by scipy's chi-squared and normal distributions.

`scipy.stats.nct` gives NaN for some of these, so that the noncentral t distribution is integrated: a normal number over
the root of a chi-squared one.
"""

import json
import sys

import numpy
import scipy
from scipy.optimize import brentq
from scipy.stats import chi2, norm
from scipy.stats import t as student

SHARES = (numpy.arange(20_000) + 0.5) / 20_000


def power(difference: float, critical: float, df: float) -> float:
    roots = critical * numpy.sqrt(chi2.ppf(SHARES, df) / df)
    return float((norm.sf(roots - difference) + norm.cdf(-roots - difference)).mean())


def least(df: float, alpha: float) -> float:
    critical = student.ppf(1 - alpha / 2, df)
    return float(brentq(lambda difference: power(difference, critical, df) - 0.8, 0.1, 100))


json.dump(
    {
        'made': 'scripts/parity/power.py',
        'versions': {'scipy': scipy.__version__, 'numpy': numpy.__version__},
        'least': [
            {'df': df, 'alpha': alpha, 'difference': round(least(df, alpha), 5)}
            for df in (2, 3, 4, 6, 8, 12, 20, 40, 1000)
            for alpha in (0.05, 0.05 / 6, 0.05 / 54)
        ],
    },
    sys.stdout,
    indent=2,
)
print()
