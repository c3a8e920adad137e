"""Answers that we make up, scored by the official scripts. Usage: answers.py CHECKOUT EVALUATE_V2."""

import importlib.util
import json
import random
import sys
import unicodedata

checkout, v2_path = sys.argv[1:]
sys.path.insert(0, checkout)
from third_party import evaluate_mlqa, evaluate_squad  # noqa: E402

spec = importlib.util.spec_from_file_location('evaluate_v2', v2_path)
v2 = importlib.util.module_from_spec(spec)
spec.loader.exec_module(v2)

LANGUAGES = ['en', 'es', 'de', 'vi', 'ar', 'hi', 'zh']
WORDS = {
    'en': "the a an cat sat theatre An THE dog's well-known U.S. 3.14 a.m. a1 a_b naïve _the_ A-team i'm".split(' '),
    'es': 'un una el la los las unas perro niño él ¿qué? ¡sí! lago El-Niño 12,5 %'.split(' '),
    'de': 'der die das den dem des ein einer Straße GROSS İstanbul Über die-Frau „Haus“ dasselbe'.split(' '),
    'vi': 'của là cái chiếc những người Của người-là nhà của: Hà Nội cái\u0301'.split(' '),
    'ar': 'ال الكتاب كتاب والكتاب البيت بيت، ؟ في السال مال ٣٤'.split(' '),
    'hi': 'राम ने सीता को किताब दी। दी॥ हिन्दी के-लिए १२ ज़'.split(' '),
    'zh': '北京 大学 在 1898年 成立 。 ， 《红楼梦》 NBA 总 决赛 ㍿ 龥 龦 〇 a the 𠀀'.split(' '),
    'th': 'ประเทศไทย กรุงเทพ ฯ เมือง ๑๒'.split(' '),
}
GLUE = [' ', ' ', ' ', '', '  ', '\t', '\u00a0', '\u3000', '\x1c', '\x85', '\ufeff', '\u200b', '-', '…', '\u2028']
TAIL = ['', '', '', '.', '?', '!', '。', '”', "'s", '€', '＄', '$', '+', '©', '😀', '\u0301', '؟', '·', '_']

FIXED = [
    ('en', 'the', ['a']), ('en', '', ['the']), ('en', '', ['cat']), ('en', 'cat', ['']), ('en', '...', ['the', 'cat']),
    ('en', 'A cat', ['cat', 'the cat', 'dog']), ('en', 'cat cat cat', ['cat cat', 'cat']), ('en', 'b a', ['a b', 'b']),
    ('en', 'ΟΔΥΣΣΕΥΣ ΣΑΣ', ['οδυσσευς σας']), ('en', 'İ', ['i̇']), ('en', 'ǅ', ['ǆ']), ('en', 'ﬁ', ['fi']),
    ('en', 'a²', ['²']), ('en', 'aⅷ the½', ['ⅷ ½']), ('en', 'a\u0301 b', ['b']), ('en', 'the\u200bcat', ['cat']),
    ('en', 'a\ufeffcat', ['cat']), ('en', 'x\x1ethe\x1fy', ['x y']), ('en', 'cat', ['Cat', 'CAT.', '"cat"']),
    ('en', '¿cat', ['cat']), ('en', '“cat”', ['cat']), ('en', '$5', ['5']), ('en', '€5', ['5']), ('en', '＄5', ['5']),
    ('en', 'a̲n', ['n']), ('en', 'ªthe', ['ª']), ('en', 'the\u0bf0', ['\u0bf0']), ('en', '٣the', ['٣']),
    ('zh', '308分', ['308 分']), ('zh', '北京大学', ['北京', '大学', '北京 大学']), ('zh', '北京北京', ['京北']),
    ('zh', '（北京）', ['北京']), ('zh', 'NBA总决赛', ['nba 总决赛', '决赛']), ('zh', '１２３', ['123']), ('zh', '𠀀北', ['北 𠀀']),
    ('zh', '龦北', ['龦 北']), ('zh', 'a龦', ['a 龦']), ('zh', 'a龥', ['a 龥']), ('zh', '$100', ['100']), ('zh', '￥100', ['100']), ('zh', '，。', ['']), ('zh', '', ['。']),
    ('ar', 'الكتاب', ['كتاب']), ('ar', 'مال', ['م']), ('ar', 'قال', ['ق', 'قول']), ('ar', 'وال بيت', ['و بيت']), ('ar', 'بيت؟', ['بيت']),
    ('vi', 'của tôi', ['tôi']), ('vi', 'cu\u0309a tôi', ['tôi']), ('vi', 'người là', ['người']), ('vi', 'làng', ['ng', 'làng']),
    ('de', 'der Straße', ['STRASSE', 'Straße']), ('de', 'des', ['dem']), ('es', 'El Niño', ['niño']), ('es', 'él', ['l', 'él']),
    ('hi', 'राम।', ['राम']), ('hi', 'a राम', ['राम']), ('hi', 'aा राम', ['ा राम']), ('hi', 'theि', ['ि']),
]


def text(rng, language):
    parts = []
    for _ in range(rng.choice([1, 1, 2, 3, 5])):
        parts += [rng.choice(WORDS[language]), rng.choice(TAIL), rng.choice(GLUE)]
    return ''.join(parts[:-1]) if rng.random() < 0.8 else ''.join(parts)


def made_up():
    rng = random.Random(20201121)
    for language in [*LANGUAGES, 'th'] * 40:
        golds = [text(rng, language) for _ in range(rng.choice([1, 1, 2, 4]))]
        near = rng.choice(golds)
        prediction = rng.choice([text(rng, language), near, near + ' ' + text(rng, language), near.upper(), near[1:], ''])
        yield language, prediction, golds
    for language in LANGUAGES:
        yield language, text(rng, language), []
        yield language, rng.choice(['', 'the', '.']), []


def dataset(golds):
    return [{'paragraphs': [{'qas': [{'id': 'q', 'answers': [{'text': gold} for gold in golds]}]}]}]


def pair(result, exact='exact_match'):
    return [result[exact], result['f1']]


def score(language, prediction, golds):
    case = {'language': language, 'prediction': prediction, 'golds': golds}
    data, predictions = dataset(golds), {'q': prediction}
    if golds:
        case['squad'] = pair(evaluate_squad.evaluate(data, predictions))
        if language in LANGUAGES:
            case['mlqa'] = pair(evaluate_mlqa.evaluate(data, predictions, language))
    case['squad-v2'] = pair(v2.make_eval_dict(*v2.get_raw_scores(data, predictions)), 'exact')
    return case


cases = [score(*case) for case in [*FIXED, *made_up()]]
whole = [
    {
        'id': str(at),
        'answers': [{'text': gold} for gold in case['golds']],
        'prediction': case['prediction'],
        'language': case['language'],
    }
    for at, case in enumerate(cases)
]


def total(evaluate, chosen, missing, *args, exact='exact_match'):
    data = [{'paragraphs': [{'qas': chosen}]}]
    predictions = {each['id']: each['prediction'] for each in chosen if each['id'] not in missing}
    return pair(evaluate(data, predictions, *args), exact)


answered = [each for each in whole if each['answers']]
missing = {each['id'] for each in answered[::17]}
json.dump(
    {
        'made': 'scripts/parity/answers.py',
        'versions': {'xtreme': '838c13b', 'python': sys.version.split()[0], 'unicode': unicodedata.unidata_version},
        'cases': cases,
        'totals': {
            'missing': sorted(missing, key=int),
            'squad': total(evaluate_squad.evaluate, answered, missing),
            'mlqa': {
                language: total(
                    evaluate_mlqa.evaluate,
                    [each for each in answered if each['language'] == language],
                    missing,
                    language,
                )
                for language in LANGUAGES
            },
            'squad-v2': total(lambda d, p: v2.make_eval_dict(*v2.get_raw_scores(d, p)), whole, set(), exact='exact'),
        },
    },
    sys.stdout,
    ensure_ascii=True,
    separators=(',', ':'),
)
