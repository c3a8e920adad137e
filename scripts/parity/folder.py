"""
A whole made-up submission of XTREME and of XTREME-R, with the oddities that its files may have, scored by evaluate.py.
Usage: folder.py CHECKOUT, with seqeval 0.0.12. LAReQA has no files and no metric there.
"""

import contextlib
import io
import json
import os
import random
import sys
import tempfile
import warnings
from importlib.metadata import version

warnings.filterwarnings('ignore')
sys.path.insert(0, sys.argv[1])
import evaluate as xtreme  # noqa: E402

rng = random.Random(1105)
LABELS = {'xnli': ['contradiction', 'entailment', 'neutral'], 'pawsx': ['0', '1'], 'tatoeba': [str(at) for at in range(4)]}
UPOS = 'ADJ ADV CCONJ DET INTJ NOUN PUNCT SCONJ SYM VERB X'.split()
PANX = ['O', 'O', 'B-PER', 'I-PER', 'B-ORG', 'I-LOC', 'B-A-B', '_']
WORDS = {
    'zh': ['北京', '大学', '，', '1898年', 'the', '《红楼梦》'],
    'th': ['ประเทศไทย', 'กรุงเทพ', 'ฯ'],
    'ar': ['الكتاب', 'بيت؟', 'في', 'قال'],
    'es': ['el', 'perro', '¿qué?', 'Un'],
    'de': ['der', 'Hund', '„Haus“', 'STRASSE'],
    'vi': ['của', 'Hà', 'Nội', 'là'],
}
ENGLISH = ['the', 'A', 'cat', 'U.S.', '“cat”', '$5', 'well-known', '']


def text(lang):
    return ' '.join(rng.choice(WORDS.get(lang, []) + ENGLISH) for _ in range(rng.randint(1, 3)))


def lines(rows, end='\n', last=True):
    return end.join(rows) + (end if last else '')


def label_files(task, odd):
    size = rng.randint(1, 5)
    gold = ['neutral' if task == 'xnli' and odd == 1 else rng.choice(LABELS[task]) for _ in range(size)]
    predicted = [rng.choice(LABELS[task]) for _ in range(size)]
    # Outer blanks, Windows line ends, no line end at the end.
    return lines([f' {each}\t' for each in predicted] if odd == 2 else predicted, '\r\n' if odd == 3 else '\n', odd != 4), lines(gold)


def tag_files(task, odd):
    tags = UPOS if task == 'udpos' else PANX
    gold = [[rng.choice(tags) for _ in range(rng.randint(0 if odd == 1 else 1, 5))] for _ in range(rng.randint(1, 4))]
    gold[0] = gold[0] or [rng.choice(tags)]
    predicted = [[rng.choice(tags) if rng.random() < 0.4 else tag for tag in sentence] for sentence in gold]
    form = lambda sentences: '\n'.join('\n'.join([*sentence, '']) for sentence in sentences) + ('\n' if odd != 2 else '')  # noqa: E731
    return form(predicted), form(gold)


def answer_files(lang, odd):
    gold, predicted = [], {}
    for at in range(rng.randint(1, 4)):
        golds = [text(lang) for _ in range(rng.randint(1, 3))]
        gold.append({'id': f'q{at}', 'answers': [{'text': each, 'answer_start': 0} for each in golds]})
        predicted[f'q{at}'] = rng.choice([golds[0], golds[-1].upper(), text(lang), ''])
    if odd == 1:
        gold.append({**gold[0], 'answers': [{'text': text(lang), 'answer_start': 0}]})
    if odd == 2:
        del predicted['q0']
    predicted['of no question'] = 'x'
    data = [{'title': '', 'paragraphs': [{'context': '', 'qas': gold[:1]}, {'context': '', 'qas': gold[1:]}]}]
    return json.dumps(predicted, ensure_ascii=odd == 3), json.dumps(data if odd == 4 else {'version': '1', 'data': data})


def pair_files(lang, odd):
    gold = [f'{lang}-{at:09d}\ten-{at:09d}' for at in range(5)]
    predicted = [*rng.sample(gold, rng.randint(0, 4)), f'{lang}-000000001\ten-000000009']
    # A pair twice counts once; a blank line counts as a pair.
    return lines(predicted + predicted[:1] + ([''] if odd == 1 else [])), lines(gold + gold[:1])


def ranking_files(odd):
    gold = {f'm{at}': [f'Q{rng.randint(0, 9)}' + (' ' if odd == 1 else '')] for at in range(rng.randint(1, 4))}
    predicted = {each: [f'Q{rng.randint(0, 9)}' for _ in range(rng.randint(0, 25))] for each in gold}
    if odd == 2:
        del predicted['m0']
    return json.dumps({**predicted, 'of no mention': []}), json.dumps(gold)


def choice_files():
    form = lambda labels: lines([json.dumps({'premise': 'é', 'label': each}) for each in labels])  # noqa: E731
    gold = [rng.randint(0, 1) for _ in range(rng.randint(1, 5))]
    return form([rng.randint(0, 1) for _ in gold]), form(gold)


def files_of(task, lang, at):
    odd = at % 7
    if task in LABELS:
        return label_files(task, odd)
    if task in ('udpos', 'panx'):
        return tag_files(task, odd)
    if task in ('xquad', 'mlqa', 'tydiqa'):
        return answer_files(lang, odd)
    return {'bucc2018': lambda: pair_files(lang, odd), 'mewslix': lambda: ranking_files(odd), 'xcopa': choice_files}[task]()


def submission(name):
    """Files by path below the two folders, and what evaluate.py says."""
    files = {}
    for task, langs in xtreme.XTREME_VERSIONS_LANG_DICT[name].items():
        suffix = xtreme.get_suffix(task, xtreme.XTREME_VERSIONS_GROUP_DICT[name])
        for at, lang in enumerate(langs):
            predicted, gold = files_of(task, lang, at)
            files[f'{task}/test-{lang}.{suffix}'] = [predicted, gold]
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(io.StringIO()):
        for part, at in (('predictions', 0), ('labels', 1)):
            for path, contents in files.items():
                place = os.path.join(folder, part, path)
                os.makedirs(os.path.dirname(place), exist_ok=True)
                with open(place, 'w', newline='') as file:
                    file.write(contents[at])
        overall, tasks = xtreme.evaluate(f'{folder}/predictions', f'{folder}/labels', name)
    return {'files': files, 'overall': overall, 'tasks': tasks}


versions = {'xtreme': '838c13b', 'seqeval': version('seqeval')}
cases = {name: submission(name) for name in ('xtreme', 'xtreme-r')}
json.dump({'made': 'scripts/parity/folder.py', 'versions': versions, **cases}, sys.stdout, separators=(',', ':'))
