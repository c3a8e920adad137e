import type { ClaimEntryInput, StudyCheck } from '../claims-file.ts'

const source = 'arxiv:2005.13013'

type Check = Partial<StudyCheck> & Pick<StudyCheck, 'intermediate' | 'targets' | 'direction'>

const claim = (
  id: string,
  text: string,
  basis: string,
  seen: readonly string[],
  more: {
    readonly section?: string
    readonly complete?: false
    readonly support?: 'weaker' | 'reported'
    readonly check?: Check
  } = {},
): ClaimEntryInput => ({ id: `phang-2020-${id}`, source, text, basis, seen: [...seen], ...more })

/** A sentence of the abstract, word for word (CC BY 4.0). */
const abstract = (id: string, text: string, check?: Check): ClaimEntryInput => ({
  id: `phang-2020-abstract-${id}`,
  source,
  section: 'Abstract',
  text,
  ...(check === undefined ? {} : { check }),
})

const NINE = [
  'anli-plus',
  'mnli',
  'qqp',
  'squad-v2.0',
  'squad-v1.1',
  'hellaswag',
  'ccg',
  'cosmosqa',
  'commonsenseqa',
]
const SQUAD = 'squad-v2.0 or squad-v1.1'
const ABSTRACT = 'the abstract'
const CODE = "the guide to the authors' code (jiant, guides/projects/xstilts)"
const FIGURES = 'a whole sentence of a report that quotes the paper, whose tables were not at hand'
const FIGURES_SQUAD = `${FIGURES}; which SQuAD is meant is not said`

const gain = (intermediate: string, difference: number): Check => ({
  intermediate,
  targets: ['xtreme'],
  direction: 'better',
  difference,
  split: 'development',
})
const BEST: Check = {
  intermediate: 'best-per-target',
  targets: ['xtreme'],
  direction: 'better',
  difference: 5.4,
  split: 'test',
}
const RETRIEVAL: Check = {
  intermediate: NINE,
  targets: ['bucc2018', 'tatoeba'],
  combine: 'each',
  direction: 'better',
  share: 0.75,
}
const QA: Check = { intermediate: NINE, targets: ['tydiqa-goldp'], direction: 'better', share: 0.5 }
const XNLI: Check = { intermediate: NINE, targets: ['xnli'], direction: 'not-better', share: 0.75 }
/** The source says neither which tasks nor which text and languages; these are the tasks that it calls best. */
const ENGLISH = [SQUAD, 'mnli', 'hellaswag']
const MLM: Check = {
  intermediate: [
    'squad-v2.0 + mlm-wikipedia or squad-v1.1 + mlm-wikipedia',
    'mnli + mlm-wikipedia',
    'hellaswag + mlm-wikipedia',
  ],
  against: ENGLISH,
  targets: ['xtreme'],
  direction: 'not-better',
}
const TRANSLATED: Check = {
  ...MLM,
  intermediate: ['translated squad-v2.0 or translated squad-v1.1', 'translated mnli', 'translated hellaswag'],
}

/** Phang et al. 2020: the abstract, and what five reports say of the paper, whole again. */
export const PHANG_2020: readonly ClaimEntryInput[] = [
  abstract(
    'background',
    'Intermediate-task training—fine-tuning a pretrained model on an intermediate task before fine-tuning again on the target task—often improves model performance substantially on language understanding tasks in monolingual English settings.',
  ),
  abstract(
    'aim',
    'We investigate whether English intermediate-task training is still helpful on non-English target tasks.',
  ),
  abstract(
    'method',
    'Using nine intermediate language-understanding tasks, we evaluate intermediate-task transfer in a zero-shot cross-lingual setting on the XTREME benchmark.',
  ),
  abstract(
    'retrieval',
    'We see large improvements from intermediate training on the BUCC and Tatoeba sentence retrieval tasks and moderate improvements on question-answering target tasks.',
    { ...RETRIEVAL, share: 0.5 },
  ),
  abstract(
    'best-tasks',
    'MNLI, SQuAD and HellaSwag achieve the best overall results as intermediate tasks, while multi-task intermediate offers small additional improvements.',
  ),
  abstract(
    'gain',
    'Using our best intermediate-task models for each target task, we obtain a 5.4 point improvement over XLM-R Large on the XTREME benchmark, setting the state of the art as of June 2020.',
    BEST,
  ),
  abstract(
    'alternatives',
    'We also investigate continuing multilingual MLM during intermediate-task training and using machine-translated intermediate-task data, but neither consistently outperforms simply performing English intermediate-task training.',
  ),
  claim(
    'start',
    'Phang et al. (2020) start all experiments from the pretrained XLM-R Large model.',
    `${ABSTRACT} and ${CODE}`,
    ['The study uses the pretrained XLM-R Large model as the starting point for all experiments.'],
  ),
  claim(
    'nine-targets',
    'Phang et al. (2020) evaluate on nine target tasks of the XTREME benchmark.',
    `${ABSTRACT}, which names the benchmark, and the nine tasks of XTREME`,
    ['Experiments are performed on 9 target tasks from the XTREME benchmark.'],
  ),
  claim(
    'forty-languages',
    'The XTREME benchmark evaluates zero-shot cross-lingual transfer across up to 40 languages for each task.',
    'evaluate.py of google-research/xtreme: 40 languages in all, and named entities in each of them',
    [
      'The XTREME benchmark evaluates zero-shot cross-lingual transfer performance across up to 40 languages for each task.',
    ],
  ),
  claim(
    'squad',
    'Intermediate-task training of XLM-R Large on SQuAD improves the average over the nine XTREME target tasks by 8.2 points on development data.',
    FIGURES_SQUAD,
    [
      'Intermediate-task training on SQuAD yields a target-task improvement of 8.2 points on the development set.',
    ],
    { support: 'reported', check: gain(SQUAD, 8.2) },
  ),
  claim(
    'mnli',
    'Intermediate-task training of XLM-R Large on MNLI improves the average over the nine XTREME target tasks by 7.5 points on development data.',
    FIGURES,
    [
      'Intermediate-task training on MNLI yields a target-task improvement of 7.5 points on the development set.',
    ],
    { support: 'reported', check: gain('mnli', 7.5) },
  ),
  claim(
    'hellaswag',
    'Intermediate-task training of XLM-R Large on HellaSwag improves the average over the nine XTREME target tasks by 7.0 points on development data.',
    FIGURES,
    [
      'Intermediate-task training on HellaSwag yields a target-task improvement of 7.0 points on the development set.',
    ],
    { support: 'reported', check: gain('hellaswag', 7.0) },
  ),
  claim(
    'multi-task',
    'Intermediate-task training of XLM-R Large on all nine intermediate tasks at once improves the average over the nine XTREME target tasks by 8.7 points.',
    FIGURES,
    ['Multi-task intermediate-task training on all 9 tasks improves performance by 8.7 points.'],
    { support: 'reported', check: gain('phang-multi-task', 8.7) },
  ),
  claim(
    'retrieval-every',
    'Applying intermediate-task training to BUCC and Tatoeba yields dramatic improvements with almost every kind of intermediate training.',
    `${ABSTRACT} ("large improvements"); what follows "almost every intermediate tra" is lost`,
    [
      'Applying intermediate-task training to BUCC and Tatoeba yields dramatic improvements with almost every intermediate tra',
    ],
    { support: 'weaker', complete: false, check: RETRIEVAL },
  ),
  claim(
    'retrieval-untrained',
    'BUCC and Tatoeba are the sentence retrieval target tasks of XTREME and have no training data of their own.',
    'the published task sizes of XTREME, which list no training data for either',
    ['BUCC and Tatoeba are sentence retrieval target tasks that have no training data of their own.'],
  ),
  claim(
    'tydiqa',
    'On TyDiQA, many intermediate tasks bring a consistent improvement in Phang et al. (2020).',
    `${ABSTRACT}: moderate improvements on question-answering targets`,
    ['TyDiQA shows consistent improvements with many intermediate tasks.'],
    { support: 'weaker', check: QA },
  ),
  claim(
    'xnli',
    'XNLI does not see benefits from intermediate training in Phang et al. (2020).',
    'reports that quote the paper; the submitted system, which picks the best task, has +1.2 on it',
    ['XNLI does not see benefits from intermediate training.'],
    { support: 'reported', check: XNLI },
  ),
  claim(
    'best-per-target',
    'Evaluating the best performing models for each target task on the XTREME benchmark yields an average improvement of 5.4 points over XLM-R Large.',
    ABSTRACT,
    [
      'Evaluating the best performing models for each target task on the XTREME benchmark yields an average improvement of 5.4',
    ],
    { check: BEST },
  ),
  claim(
    'against-mlm',
    'Training on English intermediate tasks outperforms continuing multilingual MLM during intermediate-task training.',
    `${ABSTRACT}: the alternative does not consistently outperform it`,
    [
      'Training on English intermediate tasks outperforms continuing multilingual MLM during intermediate-task training.',
    ],
    { support: 'weaker', check: MLM },
  ),
  claim(
    'against-translated',
    'Training on English intermediate tasks outperforms using machine-translated intermediate-task data.',
    `${ABSTRACT}: the alternative does not consistently outperform it`,
    ['Training on English intermediate tasks outperforms using machine-translated intermediate-task data.'],
    { support: 'weaker', check: TRANSLATED },
  ),
  claim(
    'nine-tasks-named',
    'Phang et al. (2020) investigate nine different English intermediate tasks, including question answering, sentence tagging, sentence completion, paraphrase detection and natural language inference.',
    `${ABSTRACT} for the number, ${CODE} for the tasks`,
    [
      'The study investigates nine different English intermediate tasks including question answering, sentence tagging, sentenc',
    ],
  ),
  claim(
    'anli-size',
    'The ANLI+ intermediate task of Phang et al. (2020) contains 1,104,934 training examples.',
    'the sum of SNLI (549,367), MNLI (392,702) and the three rounds of ANLI (162,865)',
    ['The ANLI+ intermediate task contains 1,104,934 training examples.'],
  ),
  claim(
    'mnli-size',
    'The MNLI intermediate task of Phang et al. (2020) contains 392,702 training examples.',
    'table 1 of XTREME (arXiv 2003.11080)',
    ['The MNLI intermediate task contains 392,702 training examples.'],
  ),
  claim(
    'squad-kind',
    'The SQuAD v2.0 intermediate task of Phang et al. (2020) is a span extraction task sourced from Wikipedia.',
    `${CODE} for the kind of task; SQuAD itself for the source`,
    ['The SQuAD v2.0 intermediate task is a span extraction task sourced from Wikipedia.'],
  ),
  claim(
    'hellaswag-kind',
    'The HellaSwag intermediate task of Phang et al. (2020) is a sentence completion task sourced from video captions and WikiHow.',
    `${CODE} for the kind of task; HellaSwag itself for the source`,
    [
      'The HellaSwag intermediate task is a sentence completion task sourced from Video captions and Wikihow.',
    ],
  ),
  claim(
    'three-phases',
    'Phang et al. (2020) follow three phases: a publicly available masked language model, intermediate-task training of it, and fine-tuning on the target task.',
    CODE,
    ['The methodology follows a three-phase approach: MLM pre-training, intermediate task'],
  ),
  claim(
    'three-best',
    'Intermediate-task training of XLM-R Large on SQuAD, MNLI and HellaSwag yields large improvements of 8.2, 7.5 and 7.0 points on the average over the nine XTREME target tasks, on development data.',
    FIGURES_SQUAD,
    [
      'Intermediate-task training on SQuAD, MNLI, and HellaSwag yields large target-task improvements of 8.2, 7.5, and 7.0 point',
    ],
    { support: 'reported' },
  ),
  claim(
    'multi-task-best',
    'Multi-task intermediate-task training on all nine tasks performs best in Phang et al. (2020), improving the average over the nine XTREME target tasks by 8.7 points.',
    FIGURES,
    ['Multi-task intermediate-task training on all 9 tasks performs best, improving by 8.7 points.'],
    { support: 'reported', check: gain('phang-multi-task', 8.7) },
  ),
  claim(
    'retrieval-both',
    'Applying intermediate-task training to BUCC and Tatoeba, the two sentence retrieval target tasks that have no training data, yields large improvements.',
    `${ABSTRACT} and the published task sizes; what follows "no training d" is lost`,
    [
      'Applying intermediate-task training to BUCC and Tatoeba, the two sentence retrieval target tasks that have no training d',
    ],
    { complete: false, check: { ...RETRIEVAL, share: 0.5 } },
  ),
  claim(
    'tydiqa-xnli',
    'TyDiQA shows consistent improvements with many intermediate tasks, whereas XNLI does not see benefits from intermediate training.',
    'whole sentences of another report on the same paper',
    [
      'TyDiQA shows consistent improvements with many intermediate tasks, whereas XNLI does not see benefits from intermediate',
    ],
    { support: 'reported' },
  ),
  claim(
    'against-both',
    'Training on English intermediate tasks outperforms the more complex alternatives of (i) continuing multilingual MLM during intermediate-task training and (ii) using machine-translated intermediate-task data.',
    `${ABSTRACT}: neither alternative consistently outperforms it`,
    [
      'Training on English intermediate tasks outperforms the more complex alternatives of (i) continuing multilingual MLM duri',
    ],
    { support: 'weaker' },
  ),
  claim(
    'xlmr-state',
    'At the time of Phang et al. (2020), the pretrained XLM-R Large model achieves state-of-the-art performance on many zero-shot cross-lingual transfer tasks.',
    'a whole sentence of the reports; the paper text was not at hand',
    [
      'The pretrained XLM-R Large model achieves state-of-the-art performance on many zero-shot cross-lingual transfer tasks.',
    ],
    { support: 'reported' },
  ),
  claim(
    'xtreme-aim',
    'The XTREME benchmark aims to evaluate zero-shot cross-lingual transfer performance across diverse target tasks across up to 40 languages each.',
    'evaluate.py of google-research/xtreme, and a whole sentence of another report on the same paper',
    [
      'The XTREME benchmark aims to evaluate zero-shot cross-lingual transfer performance across diverse target tasks across up',
    ],
  ),
  claim(
    'nine-by-nine',
    'Phang et al. (2020) investigate how training on nine different intermediate tasks impacts zero-shot cross-lingual transfer performance on the XTREME benchmark.',
    ABSTRACT,
    [
      'The study investigates how training on 9 different intermediate tasks impacts zero-shot cross-lingual transfer performan',
    ],
  ),
  claim(
    'kinds',
    'The intermediate tasks of Phang et al. (2020) include question answering, sentence tagging, sentence completion, paraphrase detection and natural language inference.',
    CODE,
    [
      'The intermediate tasks include question answering, sentence tagging, sentence completion, paraphrase detection, and natu',
    ],
  ),
  claim(
    'best-per-target-own-words',
    'Evaluating our best performing models for each target task on the XTREME benchmark yields an average improvement of 5.4 points over XLM-R Large (Phang et al. 2020).',
    ABSTRACT,
    [
      'Evaluating our best performing models for each target task on the XTREME benchmark yields an average improvement of 5.4',
    ],
    { check: BEST },
  ),
  claim(
    'start-own-words',
    'Phang et al. (2020) use the pretrained XLM-R Large model (Conneau et al., 2020) as a starting point for all experiments, as it then achieves state-of-the-art performance on many zero-shot cross-lingual transfer tasks.',
    `${CODE} for the model; a whole sentence of another report for what follows "as it curren"`,
    [
      'We use the pretrained XLM-R Large model (Conneau et al., 2020) as a starting point for all our experiments, as it curren',
    ],
  ),
  claim(
    'three-phases-own-words',
    'Phang et al. (2020) follow a three-phase approach to training: (i) they use a publicly available MLM; (ii) they perform intermediate-task training; and (iii) they fine-tune on the target task.',
    `${CODE}; the words after "we perform intermediate-task tra" are ours`,
    [
      'We follow a three-phase approach to training: (i) we use a publicly available MLM; (ii) we perform intermediate-task tra',
    ],
  ),
  claim(
    'stilts',
    'Phang et al. (2020) study the effect of intermediate-task training (STILTs; Phang et al., 2018) with nine different English intermediate tasks.',
    ABSTRACT,
    [
      'We study the effect of intermediate-task training (STILTs; Phang et al., 2018) with nine different English intermediate',
    ],
  ),
]
