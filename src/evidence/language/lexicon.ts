import { languages, models } from '#catalog'
import { METRIC_WORDS } from './metrics.ts'
import type { Range } from './sentences.ts'

/** A name that stands in a text. */
export interface NameMention extends Range {
  readonly kind: 'task' | 'language' | 'model'
  /** One spelling for all of them: "SQuAD 2.0" is "SQuAD", "XLM-RoBERTa-large" is "XLM-R Large". */
  readonly name: string
}

/**
 * Tasks, data sets and benchmarks. After the name, in order, other spellings; versions and suffixes such as "v2.0" are
 * worked in. Names in capitals are matched as written, phrases in any case.
 */
const TASKS: readonly (readonly string[])[] = [
  ['SQuAD'],
  ['XQuAD'],
  ['TyDiQA', 'TyDi QA', 'TyDi'],
  ['MLQA'],
  ['NewsQA'],
  ['HotpotQA'],
  ['TriviaQA'],
  ['Natural Questions', 'NaturalQuestions'],
  ['MS MARCO', 'MSMARCO', 'mMARCO'],
  ['CoQA'],
  ['QuAC'],
  ['DROP'],
  ['RACE'],
  ['BoolQ'],
  ['ReCoRD'],
  ['MultiRC'],
  ['CosmosQA', 'Cosmos QA'],
  ['CommonsenseQA', 'CSQA'],
  ['SocialIQA', 'Social IQa', 'SIQA', 'SocialIQa'],
  ['HellaSwag'],
  ['SWAG'],
  ['WinoGrande'],
  ['COPA'],
  ['XCOPA'],
  ['MNLI', 'MultiNLI'],
  ['SNLI'],
  ['XNLI'],
  ['ANLI', 'Adversarial NLI'],
  ['QNLI'],
  ['RTE'],
  ['SciTail'],
  ['SICK'],
  ['AmericasNLI'],
  ['IndoNLI'],
  ['OCNLI'],
  ['STS-B', 'STSb', 'STS benchmark', 'STS Benchmark', 'STS-Benchmark'],
  ['STS'],
  ['MRPC'],
  ['QQP', 'Quora Question Pairs'],
  ['PAWS'],
  ['PAWS-X', 'PAWSX'],
  ['SST-2', 'SST'],
  ['CoLA'],
  ['WSC'],
  ['WiC'],
  ['CCG'],
  ['GLUE'],
  ['SuperGLUE'],
  ['XGLUE'],
  ['CLUE'],
  ['KLUE'],
  ['XTREME'],
  ['XTREME-R'],
  ['MTEB'],
  ['MMLU'],
  ['BEIR'],
  ['SentEval'],
  ['Tatoeba'],
  ['BUCC'],
  ['FLORES', 'Flores'],
  ['LAReQA'],
  ['Mewsli-X'],
  ['PAN-X', 'PANX', 'WikiANN'],
  ['UDPOS'],
  ['CoNLL-2003', 'CoNLL03', 'CoNLL 2003'],
  ['CoNLL-2012', 'CoNLL12'],
  ['OntoNotes'],
  ['ACE 2005', 'ACE05', 'ACE2005'],
  ['TACRED'],
  ['FEVER'],
  ['SciFact'],
  ['WMT'],
  ['IWSLT'],
  ['MultiWOZ'],
  ['ATIS'],
  ['SNIPS'],
  ['IMDB'],
  ['Yelp'],
  ['XSum'],
  ['CNN/DailyMail', 'CNN/Daily Mail', 'CNN/DM'],
  ['Penn Treebank', 'PTB'],
  ['Universal Dependencies'],
  ['named entity recognition', 'NER'],
  ['part-of-speech tagging', 'POS tagging', 'part of speech tagging'],
  ['dependency parsing'],
  ['constituency parsing'],
  ['semantic parsing'],
  ['semantic role labeling', 'semantic role labelling', 'SRL'],
  ['coreference resolution'],
  ['relation extraction'],
  ['relation classification'],
  ['event extraction', 'event detection'],
  ['entity linking'],
  ['machine translation', 'neural machine translation', 'NMT'],
  ['speech translation'],
  ['speech recognition', 'ASR'],
  ['question answering', 'QA'],
  ['reading comprehension', 'machine reading comprehension'],
  ['natural language inference', 'NLI', 'textual entailment'],
  ['sentence retrieval'],
  ['bitext mining', 'bitext retrieval'],
  ['information retrieval', 'document retrieval', 'passage retrieval'],
  ['semantic textual similarity'],
  ['sentiment analysis', 'sentiment classification'],
  ['text classification', 'document classification'],
  ['intent detection', 'intent classification'],
  ['slot filling'],
  ['paraphrase identification', 'paraphrase detection'],
  ['summarization', 'summarisation', 'abstractive summarization', 'text summarization'],
  ['language modeling', 'language modelling'],
  ['word sense disambiguation', 'WSD'],
  ['bilingual lexicon induction', 'BLI', 'bilingual dictionary induction'],
  ['grammatical error correction', 'GEC'],
  ['hate speech detection'],
  ['fact verification', 'fact checking'],
  ['morphological inflection', 'morphological tagging'],
  ['commonsense reasoning'],
]

/** Pretrained models beside those of the catalogue; sizes and casing stand in `SIZE`. */
const MODELS: readonly (readonly string[])[] = [
  ['BERT'],
  ['mBERT', 'multilingual BERT', 'Multilingual BERT', 'M-BERT', 'MBERT', 'BERT-multilingual'],
  ['RoBERTa', 'ROBERTA'],
  ['XLM-R', 'XLM-RoBERTa', 'XLMR', 'XLM-Roberta'],
  ['XLM'],
  ['mDeBERTa'],
  ['DeBERTa'],
  ['ALBERT'],
  ['ELECTRA'],
  ['DistilBERT'],
  ['SciBERT'],
  ['BioBERT'],
  ['SpanBERT'],
  ['SBERT', 'Sentence-BERT', 'SentenceBERT'],
  ['SimCSE'],
  ['LaBSE'],
  ['LASER'],
  ['InfoXLM'],
  ['Unicoder'],
  ['RemBERT'],
  ['mmBERT'],
  ['XLNet'],
  ['Longformer'],
  ['ELMo'],
  ['mT5'],
  ['T5'],
  ['mBART'],
  ['BART'],
  ['PEGASUS'],
  ['GPT-2', 'GPT2'],
  ['GPT-3', 'GPT3'],
  ['GPT-4', 'GPT4'],
  ['GPT'],
  ['MARGE'],
  ['fastText', 'FastText'],
  ['GloVe'],
  ['word2vec', 'Word2Vec'],
  ['BiLSTM', 'Bi-LSTM'],
]
const SIZE = '(?:[ -](?:[Ss]mall|[Bb]ase|[Ll]arge|LARGE|BASE|XL|XXL|[Cc]ased|[Uu]ncased|v\\d))*'
const VERSION = '(?:[ -]?v?\\d+\\.\\d+|[ -](?:v\\d|R[123]|\\d{4}(?=[\\s.,;)]|$)))?'

/** Languages of natural language processing beside the fifty of the catalogue. */
const MORE_LANGUAGES =
  'Albanian Amharic Armenian Assamese Belarusian Bosnian Breton Cantonese Catalan Cherokee Croatian Czech Danish Esperanto Faroese Galician Georgian Guarani Hausa Icelandic Igbo Inuktitut Irish Kannada Khmer Kinyarwanda Korean Kurdish Lao Latin Latvian Luganda Luxembourgish Macedonian Malagasy Maltese Maori Mongolian Nepali Norwegian Occitan Odia Oriya Pashto Sanskrit Serbian Shona Sindhi Sinhala Slovak Slovene Slovenian Somali Sorbian Sundanese Swedish Tajik Tatar Tibetan Tigrinya Uyghur Uzbek Welsh Wolof Xhosa Yiddish Zulu Farsi Mandarin Bangla'.split(
    ' ',
  )
const SAME_LANGUAGE: Readonly<Record<string, string>> = {
  Farsi: 'Persian',
  Mandarin: 'Chinese',
  Bangla: 'Bengali',
  Slovene: 'Slovenian',
  Oriya: 'Odia',
  'Haitian Creole': 'Haitian',
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
/** A phrase in small letters is matched in any case: its pattern says so letter by letter. */
const spelled = (text: string): string =>
  /\p{Lu}/u.test(text)
    ? escaped(text)
    : escaped(text).replace(/\p{Ll}/gu, (letter) => `[${letter}${letter.toUpperCase()}]`)

interface Entry {
  readonly kind: NameMention['kind']
  readonly name: string
}
const BY_SPELLING = new Map<string, Entry>()
const add = (kind: NameMention['kind'], name: string, spelling: string): void => {
  const key = /\p{Lu}/u.test(spelling) ? spelling : spelling.toLowerCase()
  if (!BY_SPELLING.has(key)) BY_SPELLING.set(key, { kind, name })
}
for (const [name, ...others] of TASKS) for (const text of [name!, ...others]) add('task', name!, text)
for (const [name, ...others] of MODELS) for (const text of [name!, ...others]) add('model', name!, text)
for (const { title } of models()) {
  const name = title.replace(/ (?:v\d )?(?:Base|Large)$/, '')
  add('model', name, name)
}
for (const { name } of languages()) add('language', SAME_LANGUAGE[name] ?? name, name)
for (const name of MORE_LANGUAGES) add('language', SAME_LANGUAGE[name] ?? name, name)

const PATTERN = new RegExp(
  String.raw`(?<![\p{L}\d])(?:(?<name>${[...BY_SPELLING.keys()]
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .map(spelled)
    .join('|')})(?:${VERSION}${SIZE})(?![\p{L}\d]|-(?:R|X)\b))`,
  'gu',
)

/** Names of tasks, languages and models, in order. Longer names win: "XLM-R" is not "XLM". */
export function namesIn(text: string): NameMention[] {
  return [...text.matchAll(PATTERN)].flatMap((match) => {
    const spelling = match.groups!.name!
    const entry = BY_SPELLING.get(spelling) ?? BY_SPELLING.get(spelling.toLowerCase())
    if (entry === undefined) return []
    const size =
      entry.kind === 'model' ? /[ -](base|large)/i.exec(match[0].slice(spelling.length))?.[1] : undefined
    const name = size === undefined ? entry.name : `${entry.name} ${/^b/i.test(size) ? 'Base' : 'Large'}`
    return [{ kind: entry.kind, name, start: match.index, end: match.index + match[0].length }]
  })
}

const SPLITS: readonly (readonly [string, RegExp])[] = [
  ['development', /\b(?:dev|development|validation)(?:[ -](?:set|sets|split|data|portion))\b/i],
  ['test', /\b(?:test|held-out|evaluation)[ -](?:set|sets|split|portion)\b/i],
  ['train', /\btraining[ -](?:split)\b/i],
]

const SETTINGS: readonly (readonly [string, RegExp])[] = [
  ['zero-shot', /\bzero[ -]shot\b|\bzero[ -]resource\b/i],
  ['few-shot', /\b(?:few|one|five|\d+)[ -]shot\b/i],
  ['fine-tuned', /\bfine[ -]?tun(?:ed|ing|es?)\b/i],
  ['supervised', /(?<!semi-|self-|un|weakly )\b(?:fully )?supervised\b/i],
  ['unsupervised', /\bunsupervised\b/i],
  ['translate-train', /\btranslate[ -]train\b/i],
]

const named = (table: readonly (readonly [string, RegExp])[], text: string): string | null => {
  const found = table.filter(([, pattern]) => pattern.test(text))
  return found.length === 1 ? found[0]![0] : null
}

/** The split that a text speaks of; null where it names none, or more than one. */
export const splitIn = (text: string): string | null => named(SPLITS, text)

/** The setting that a text speaks of. "zero-shot" wins over "fine-tuned", which it is often said beside. */
export function settingIn(text: string): string | null {
  const [zero, few] = SETTINGS.slice(0, 2).map(([, pattern]) => pattern.test(text))
  if (zero !== few) return zero ? 'zero-shot' : 'few-shot'
  return zero ? null : named(SETTINGS.slice(2), text)
}

const METRIC = new RegExp(
  String.raw`(?<![\p{L}\d-])(?:${METRIC_WORDS})(?![\p{L}\d]|-(?:only|based|level))`,
  'giu',
)
/** Acronyms that are other words in small letters. */
const ONLY_CAPITALS = /^(?:em|map|comet|meteor|ter|cer|wer|las|uas|mae|muc|hits)$/
const METRIC_NAMES: readonly (readonly [RegExp, string])[] = [
  [/^macro[ -]?(?:averaged )?f1/i, 'macro F1'],
  [/^micro[ -]?(?:averaged )?f1/i, 'micro F1'],
  [/^f1?(?:[ -](?:scores?|measure))?$/i, 'F1'],
  [/^(?:em|exact[ -]match)/i, 'exact match'],
  [/^accurac/i, 'accuracy'],
  [/^r(?:ecall)?@/i, 'recall@'],
  [/^p(?:recision)?@/i, 'precision@'],
  [/^(?:sacre)?bleu(?: scores?)?$/i, 'BLEU'],
  [/^spearman/i, 'Spearman correlation'],
  [/^pearson/i, 'Pearson correlation'],
  [/^kendall/i, 'Kendall correlation'],
  [/^(?:map|mean average precision)$/i, 'mean average precision'],
  [/^(?:mrr|mean reciprocal rank)$/i, 'mean reciprocal rank'],
  [/^(?:wer|word error rate)$/i, 'word error rate'],
  [/^(?:cer|character error rate)$/i, 'character error rate'],
  [/^(?:eer|equal error rate)$/i, 'equal error rate'],
  [/^(?:mcc|matthews)/i, 'Matthews correlation'],
  [/^error rates?$/i, 'error rate'],
]

/** Metrics that a text names, each once, under one spelling, in order. */
export function metricsIn(text: string): string[] {
  const found = [...text.matchAll(METRIC)]
    .map((match) => match[0])
    .filter((name) => !ONLY_CAPITALS.test(name) && !/^m?ap$/.test(name))
    .map((name) => {
      const known = METRIC_NAMES.find(([pattern]) => pattern.test(name))?.[1]
      if (known === undefined) return name
      return known.endsWith('@') ? `${known}${name.split('@')[1]}` : known
    })
  return [...new Set(found)]
}
