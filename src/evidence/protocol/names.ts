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

/** The other names of what a phrase names, longest match first; none where the list has none. */
export function namesFor(phrase: string): string[] {
  const text = ` ${plain(phrase)} `
  const groups = SAME.filter((group) => group.some((name) => text.includes(` ${plain(name)} `)))
  const found = groups.flatMap((group) => {
    const said = [...group]
      .sort((a, b) => b.length - a.length)
      .find((name) => text.includes(` ${plain(name)} `))!
    return group.filter((name) => name !== said)
  })
  return [...new Set(found)].filter((name) => plain(name) !== plain(phrase))
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[-‐‑–]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
