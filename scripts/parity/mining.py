"""
Bitext that we make up, mined and scored by XTREME's utils_retrieve.py and evaluate.py, with LASER's bucc.py beside it.
Usage: mining.py CHECKOUT LASER. Wants numpy 1, whose scalars divide in Float64, as when these scripts were written.
"""

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import warnings

import faiss
import numpy

warnings.filterwarnings('ignore')
checkout, laser = sys.argv[1:]
sys.path.insert(0, checkout)
from third_party import utils_retrieve as official  # noqa: E402

import evaluate as xtreme  # noqa: E402

rng = numpy.random.default_rng(18)
unstable_argsort = numpy.argsort


class Files:
    """The files of one split in the layout that the scripts read."""

    def __init__(self, folder, collections):
        self.prefix = os.path.join(folder, 'de-en')
        for side in ('de', 'en'):
            for part, lines in (('txt', collections[side]['texts']), ('id', collections[side]['ids'])):
                self.write(f'{side}.{part}', lines)
            # LASER's names.
            self.write(f'txt.{side}', collections[side]['texts'])
            self.write(f'id.{side}', collections[side]['ids'])
        self.write('gold', ['\t'.join(pair) for pair in collections['gold']])

    def path(self, end):
        return f'{self.prefix}.{end}'

    def write(self, end, lines):
        with open(self.path(end), 'w', newline='\n') as file:
            file.writelines(line + '\n' for line in lines)

    def evaluate(self, gold, threshold):
        return official.bucc_eval(
            self.path('candidates'),
            gold,
            *(self.path(end) for end in ('de.txt', 'en.txt', 'de.id', 'en.id', 'predicted')),
            threshold,
        )


def neighbours_of(files, collections, ties):
    """Runs mine_bitext and returns what its searches found."""
    found = []

    def knn(x, y, k, use_gpu, dist):
        _, indices = official.knnCPU(x, y, k, dist)
        # One number for a pair in both directions and in score(), as one matrix product gives.
        cosines = numpy.array([[x[row].dot(y[other]) for other in others] for row, others in enumerate(indices)])
        order = unstable_argsort(-cosines, axis=1, kind='stable')
        found.append((numpy.take_along_axis(indices, order, 1), numpy.take_along_axis(cosines, order, 1)))
        return found[-1][::-1]

    own_knn, official.knn = official.knn, knn
    if ties:
        # Equal scores come in the order of an unstable sort: no order to agree with.
        official.np.argsort = lambda values: unstable_argsort(values, kind='stable')
    try:
        official.mine_bitext(
            collections['de']['vectors'].copy(),
            collections['en']['vectors'].copy(),
            files.path('de.txt'),
            files.path('en.txt'),
            files.path('candidates'),
        )
    finally:
        official.knn = own_knn
        official.np.argsort = unstable_argsort
    return found


def laser_threshold(files):
    """LASER's own bucc.py on the same candidates; it prints six digits."""
    command = [sys.executable, f'{laser}/tasks/bucc/bucc.py', '--src-lang', 'de', '--trg-lang', 'en']
    command += ['--bucc-texts', files.path('txt'), '--bucc-ids', files.path('id')]
    command += ['--candidates', files.path('candidates'), '--gold', files.path('gold')]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(re.search(r'best threshold=(-?[\d.]+):', run.stdout)[1])


def part(collections, found):
    (forward, forward_cosines), (backward, backward_cosines) = found
    flat = lambda array: [each.item() for each in array.ravel()]  # noqa: E731
    return {
        **{side: {key: collections[side][key] for key in ('texts', 'ids')} for side in ('de', 'en')},
        'gold': [list(pair) for pair in collections['gold']],
        'depth': [forward.shape[1], backward.shape[1]],
        'forward': {'indices': flat(forward), 'scores': flat(forward_cosines)},
        'backward': {'indices': flat(backward), 'scores': flat(backward_cosines)},
    }


def score(name, development, test, ties=False):
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        os.makedirs(f'{folder}/dev')
        os.makedirs(f'{folder}/test')
        dev_files, test_files = Files(f'{folder}/dev', development), Files(f'{folder}/test', test)
        case = {
            'name': name,
            'development': part(development, neighbours_of(dev_files, development, ties)),
            'test': part(test, neighbours_of(test_files, test, ties)),
        }
        try:
            on_development = dev_files.evaluate(dev_files.path('gold'), None)
        except IndexError:
            return {**case, 'crash': 'IndexError'}
        threshold = on_development['best-threshold']
        assert abs(laser_threshold(dev_files) - threshold) < 1e-6, name
        test_files.evaluate(None, threshold)
        predicted = xtreme.read_label(test_files.path('predicted'))
        return {
            **case,
            'threshold': float(threshold),
            'development F1': on_development['F1'],
            'pairs': [line.split('\t') for line in predicted],
            **xtreme.bucc_f1(xtreme.read_label(test_files.path('gold')), predicted),
        }


def collections(texts, english, gold, noise, width=12, whole=False):
    """Sentences whose vectors are near where they are translations. A text that occurs twice has one vector."""
    sides = {}
    shared = rng.normal(size=(gold, width))
    for side, number in (('de', texts), ('en', english)):
        vectors = rng.normal(size=(number, width))
        vectors[:gold] = shared + noise * rng.normal(size=(gold, width))
        if whole:
            vectors = numpy.round(vectors)
            vectors[~vectors.any(axis=1), 0] = 1
        order = rng.permutation(number)
        ids = [f'{side}-{place:09d}' for place in range(number)]
        sides[side] = {
            'texts': [f'{side} {place}' for place in range(number)],
            'ids': ids,
            'vectors': vectors[order].astype(numpy.float32),
            'places': {int(each): place for place, each in enumerate(order)},
        }
    pairs = [(sides['de']['ids'][sides['de']['places'][at]], sides['en']['ids'][sides['en']['places'][at]]) for at in range(gold)]
    return {**sides, 'gold': pairs}


def copied(made, side, places, change=lambda text: text):
    """Adds sentences with the texts at some places."""
    texts, ids, vectors = (made[side][key] for key in ('texts', 'ids', 'vectors'))
    for place in places:
        at = int(rng.integers(0, len(texts)))
        texts.insert(at, change(texts[place]))
        ids.insert(at, f'{side}-{900000000 + len(texts)}')
        made[side]['vectors'] = vectors = numpy.insert(vectors, at, vectors[place], axis=0)
    return made


def twice(*args, **options):
    return collections(*args, **options), collections(*args, **options)


cases = [score(f'noise {noise}', *twice(30, 36, 15, noise)) for noise in (0.2, 0.6, 1.0, 2.0)]
cases += [score(f'few dimensions {at}', *twice(24, 20, 12, 0.5, width=3)) for at in range(2)]
cases.append(score('all pairs gold', *twice(20, 20, 20, 0.4)))
cases.append(score('ties', *twice(24, 24, 10, 0.3, width=4, whole=True), ties=True))
cases.append(score('more ties', *twice(30, 20, 10, 0.5, width=3, whole=True), ties=True))
cases.append(score('three sentences', collections(9, 3, 3, 0.8), collections(3, 8, 3, 0.8)))
for side in ('de', 'en'):
    some = [copied(made, side, [3, 3, 7]) for made in twice(22, 22, 12, 0.8)]
    cases.append(score(f'copies in {side}', *some))
    blanks = [copied(made, side, [2, 5], lambda text: f'\u00a0{text} ') for made in twice(22, 22, 12, 0.5)]
    cases.append(score(f'copies in {side} but for outer blanks', *blanks))
unlucky, other = twice(16, 16, 8, 0.5)
cases.append(score('no candidate is gold', {**unlucky, 'gold': [('de-000000000', 'en-999999999')]}, other))
one, several = twice(16, 16, 8, 0.5)
cases.append(score('one sentence with two translations', {**one, 'gold': one['gold'] + one['gold'][:2]}, {**several, 'gold': several['gold'] + [(several['gold'][0][0], several['gold'][1][1])]}))
cases.append(score('every development candidate is gold', collections(5, 5, 5, 0.001), collections(16, 16, 8, 0.5)))

json.dump(
    {
        'made': 'scripts/parity/mining.py',
        'versions': {'xtreme': '838c13b', 'laser': '74bc6ae', 'numpy': numpy.__version__, 'faiss': faiss.__version__},
        'cases': cases,
    },
    sys.stdout,
    separators=(',', ':'),
)
