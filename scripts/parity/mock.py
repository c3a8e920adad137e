"""What XTREME's own evaluate.py says about its mock predictions. Usage: mock.py CHECKOUT."""

import json
import sys
from importlib.metadata import version

checkout = sys.argv[1]
sys.path.insert(0, checkout)
import evaluate as xtreme  # noqa: E402

folders = [f'{checkout}/mock_test_data/{part}' for part in ('predictions', 'labels')]
overall, detailed = xtreme.evaluate(*folders, 'xtreme')
with_mewslix = xtreme.XTREME_R_TASK2LANGS['mewslix']
mewslix = {
    lang: xtreme.evaluate_one_task(*(f'{folder}/mewslix/test-{lang}.json' for folder in folders), 'mewslix', lang)
    for lang in with_mewslix
}
json.dump({'seqeval': version('seqeval'), 'overall': overall, 'tasks': detailed, 'mewslix': mewslix}, sys.stdout)
