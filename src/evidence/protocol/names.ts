/** Terms of the field that mean one thing, and their short forms: the first is how they are spelled out. */
const SAME: readonly (readonly string[])[] = [
  ['question answering', 'QA', 'reading comprehension', 'span extraction'],
  ['natural language inference', 'NLI', 'textual entailment'],
  ['semantic textual similarity', 'STS'],
  ['named entity recognition', 'NER'],
  ['part-of-speech tagging', 'POS tagging', 'POS'],
  ['machine translation', 'MT'],
  ['neural machine translation', 'NMT'],
  ['language model', 'LM'],
  ['large language model', 'LLM'],
  ['masked language modeling', 'masked language modelling', 'MLM'],
  [
    'intermediate-task training',
    'intermediate fine-tuning',
    'intermediate training',
    'intermediate task',
    'supplementary training',
    'pre-finetuning',
    'STILTs',
  ],
  ['sentence retrieval', 'bitext retrieval', 'bitext mining', 'Tatoeba', 'BUCC'],
  ['retrieval', 'search'],
  ['multilingual BERT', 'mBERT'],
  ['XLM-R', 'XLM-RoBERTa'],
  ['cross-lingual transfer', 'cross-lingual generalization', 'zero-shot transfer', 'language transfer'],
  ['zero-shot', 'without target-language data'],
  ['low-resource languages', 'under-resourced languages', 'low-resource'],
  ['morphologically rich', 'morphological complexity', 'agglutinative', 'inflectional'],
  ['fine-tuning', 'finetuning'],
  ['parameter-efficient fine-tuning', 'PEFT', 'adapters', 'LoRA'],
  ['data augmentation', 'synthetic data'],
  ['vocabulary', 'tokenizer', 'subword'],
  ['out-of-domain', 'domain shift', 'domain adaptation'],
]

/** A phrase with each of the terms in it said in the other ways that the list has; none where it has none. */
export function namesFor(phrase: string): string[] {
  const found = SAME.flatMap((group) => {
    const said = [...group]
      .sort((a, b) => b.length - a.length)
      .map((name) => ({ name, place: placeOf(name, phrase) }))
      .find(({ place }) => place !== null)
    if (said === undefined) return []
    const [start, end] = said.place!
    return group
      .filter((name) => name !== said.name)
      .map((name) => `${phrase.slice(0, start)}${name}${phrase.slice(end)}`)
  })
  return [...new Set(found)].filter((name) => plain(name) !== plain(phrase))
}

/** Where a phrase has a name as whole words, hyphens or blanks between them, in singular or plural. */
function placeOf(name: string, phrase: string): readonly [number, number] | null {
  const words = name.split(/[\s-]+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const match = new RegExp(`(?<![\\p{L}\\p{N}-])${words.join('[\\s-]+')}s?(?![\\p{L}\\p{N}-])`, 'iu').exec(
    phrase,
  )
  return match === null ? null : [match.index, match.index + match[0].length]
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[-‐‑–]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
