/**
 * Typology of the languages of XTREME-R, for questions of the kind "does morphology matter?".
 *
 * - `WALS`: World Atlas of Language Structures 2020.4 (cldf-datasets/wals), the best-documented variety of each ISO code;
 *   feature -> value -> languages. It is sparse: 20A and 22A cover 24 of 50 languages, 49A 34, 26A 41, 81A 44. A language
 *   that is not listed is not described there, which says nothing about it.
 * - `LEXICAL_DIVERSITY`: type-token ratio, and its mean over windows of 500 tokens (MATTR), measured by Polyvia on
 *   XQuAD-R: 240 paragraphs and 1190 questions that translate each other, lower-cased, punctuation stripped, cut at
 *   spaces. Thai and Chinese are left out because they write no spaces. More word forms give a higher ratio.
 */
export const WALS = {
  '20A': {
    name: 'Fusion of selected inflectional formatives',
    values: {
      'Exclusively concatenative': 'de el en es eu fa fi fr hi hu ja ka ko my ru sw tl tr',
      'Ablaut/concatenative': 'he',
      'Exclusively isolating': 'id vi',
      'Isolating/concatenative': 'th zh',
      'Tonal/isolating': 'yo',
    },
  },
  '22A': {
    name: 'Inflectional synthesis of the verb',
    values: {
      '2-3 categories per word': 'de en fi hi my th tl',
      '4-5 categories per word': 'el es eu fa fr he hu id ja ru sw',
      '8-9 categories per word': 'ka',
      '6-7 categories per word': 'ko tr yo',
      '0-1 category per word': 'vi zh',
    },
  },
  '26A': {
    name: 'Prefixing vs. suffixing in inflectional morphology',
    values: {
      'Strongly suffixing':
        'ar az bg de el en es et fi fr hi hu id it ja ko lt mr my nl pa pl pt ro ru ta te tr uk ur zh',
      'Equal prefixing and suffixing': 'eu',
      'Weakly suffixing': 'fa he ka',
      'Weakly prefixing': 'sw',
      'Little affixation': 'th tl vi wo yo',
    },
  },
  '28A': {
    name: 'Case syncretism',
    values: {
      'Core and non-core': 'de el es fi fr hi ka ru',
      'Core cases only': 'en eu',
      'No case marking': 'fa he id ja ko my sw th tl vi zh',
      'No syncretism': 'hu tr yo',
    },
  },
  '49A': {
    name: 'Number of cases',
    values: {
      'No morphological case-marking': 'bg es fr he id it nl sw th tl vi yo zh',
      '4 cases': 'de',
      '3 cases': 'el',
      '2 cases': 'en fa pa ro ur',
      '10 or more cases': 'et eu fi hu',
      '8-9 cases': 'ja my',
      '6-7 cases': 'ka ko lt ml pl ru tr',
      '5 cases': 'mr',
    },
  },
  '51A': {
    name: 'Position of case affixes',
    values: {
      'Case suffixes': 'ar az bn de el et fi hi hu ka ko lt mr my pa pl ro ru ta te tr uk',
      'No case affixes or adpositional clitics': 'bg en es fa id it nl pt th ur vi wo yo zh',
      'Postpositional clitics': 'eu ja',
      'Prepositional clitics': 'fr he',
      'Mixed morphological case': 'sw',
    },
  },
  '69A': {
    name: 'Position of tense-aspect affixes',
    values: {
      'Tense-aspect suffixes':
        'az bg de el en es et fi fr gu hi hu id it ja ka ko lt mr my nl pa pl pt ro ta te tr uk ur zh',
      'Mixed type': 'eu fa he ru',
      'Tense-aspect prefixes': 'sw tl',
      'No tense-aspect inflection': 'th vi wo yo',
    },
  },
  '70A': {
    name: 'The morphological imperative',
    values: {
      'Second singular and second plural': 'bg el es et eu fi gu he hi lt ml pa pl ru sw ta te tl tr uk wo',
      'Second singular': 'de fa fr it pt ro',
      'No second-person imperatives': 'en hu id ka my th vi yo zh',
      'Second person number-neutral': 'ja ko mr nl',
    },
  },
  '81A': {
    name: 'Order of subject, object and verb',
    values: {
      VSO: 'ar tl',
      SOV: 'az bn eu fa gu hi ja ka ko ml mr my pa ta te tr ur',
      SVO: 'bg en es et fi fr he id it lt pl pt ro ru sw th uk vi wo yo zh',
      'No dominant order': 'de el hu nl',
    },
  },
  '85A': {
    name: 'Order of adposition and noun phrase',
    values: {
      Prepositions: 'ar bg de el en es fa fr he id it lt nl pl pt ro ru sw th uk vi wo yo',
      Postpositions: 'et eu fi gu hi hu ja ka ko mr my pa ta te tr ur',
      'No dominant order': 'zh',
    },
  },
  '102A': {
    name: 'Verbal person marking',
    values: {
      'Only the A argument': 'de en fi fr he hi it nl pl ru tr',
      'Both the A and P arguments': 'el es eu fa hu ka sw',
      'Only the P argument': 'id',
      'No person marking': 'ja ko my th tl vi yo zh',
    },
  },
  '112A': {
    name: 'Negative morphemes',
    values: {
      'Negative affix': 'az fa ja lt ml sw ta te tr',
      'Negative particle': 'bg bn de el en es et eu fr gu he hi hu it ka ko nl pa pl pt ro ru tl uk zh',
      'Negative auxiliary verb': 'fi th',
      'Negative word, unclear if verb or particle': 'id vi wo yo',
      'Double negation': 'my',
    },
  },
} as const satisfies Readonly<
  Record<string, { readonly name: string; readonly values: Readonly<Record<string, string>> }>
>
export type WalsFeature = keyof typeof WALS

/** Language -> type-token ratio, MATTR-500. */
export const LEXICAL_DIVERSITY: Readonly<Record<string, readonly [ratio: number, mattr500: number]>> = {
  ar: [0.309, 0.617],
  de: [0.242, 0.541],
  el: [0.231, 0.517],
  en: [0.18, 0.469],
  es: [0.176, 0.446],
  hi: [0.153, 0.468],
  ru: [0.33, 0.634],
  tr: [0.348, 0.654],
  vi: [0.067, 0.441],
}
