"""Correlations by scipy, accuracy and reciprocal rank by XTREME's evaluate.py, on made-up inputs. Usage: values.py CHECKOUT."""

import json
import sys
import warnings

import numpy
import scipy
from scipy.stats import pearsonr, spearmanr

sys.path.insert(0, sys.argv[1])
import evaluate as xtreme  # noqa: E402
from third_party import utils_mewslix  # noqa: E402

warnings.filterwarnings('ignore')
rng = numpy.random.default_rng(5)


def correlation(name, predicted, gold):
    # Predictions as the worker gives them, in single precision; gold values as they are written.
    predicted = numpy.asarray(predicted, numpy.float32).astype(float)
    gold = numpy.asarray(gold, float)
    return {
        'name': name,
        'predicted': predicted.tolist(),
        'gold': gold.tolist(),
        'pearson': float(pearsonr(predicted, gold).statistic),
        'spearman': float(spearmanr(predicted, gold).statistic),
    }


gold = rng.integers(0, 26, 200) / 5
resample = rng.integers(0, 200, 200)
noisy = numpy.round(gold + rng.normal(0, 1.2, 200), 1)
correlations = [
    correlation('ties on both sides', noisy, gold),
    correlation('a resample of it', noisy[resample], gold[resample]),
    correlation('no ties', rng.normal(size=50), rng.normal(size=50)),
    correlation('perfect', gold, gold),
    correlation('reversed', -gold, gold),
    correlation('far from zero', 1e4 + rng.normal(size=60), rng.normal(size=60)),
    correlation('two values', rng.integers(0, 2, 40), rng.integers(0, 2, 40)),
    correlation('three pairs', [1, 2, 3], [1, 3, 2]),
    correlation('exponential', numpy.exp(gold), gold),
]

labels = ['contradiction', 'entailment', 'neutral']
accuracies = []
for size in (1, 3, 7, 49, 1000):
    gold_labels, predicted = ([labels[each] for each in rng.integers(0, 3, size)] for _ in range(2))
    accuracies.append({'gold': ' '.join(gold_labels), 'predicted': ' '.join(predicted), **xtreme.accuracy(gold_labels, predicted)})

retrievals = []
for queries, depth in ((1, 1), (9, 3), (50, 10), (100, 20)):
    top = [[int(each) for each in rng.permutation(30)[:depth]] for _ in range(queries)]
    wanted = [int(each) for each in rng.integers(0, 30, queries)]
    mrr = utils_mewslix.mean_reciprocal_rank([str(each) for each in wanted], [[str(each) for each in row] for row in top])
    first = xtreme.accuracy([str(each) for each in wanted], [str(row[0]) for row in top])
    retrievals.append({'neighbours': top, 'gold': wanted, 'mrr': mrr * 100, **first})

json.dump(
    {
        'made': 'scripts/parity/values.py',
        'versions': {'xtreme': '838c13b', 'scipy': scipy.__version__, 'numpy': numpy.__version__},
        'resample': resample.tolist(),
        'correlations': correlations,
        'accuracies': accuracies,
        'retrievals': retrievals,
    },
    sys.stdout,
    separators=(',', ':'),
)
