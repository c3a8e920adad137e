import { describe, expect, test } from 'vitest'
import { splitCoordination } from './coordination.ts'

describe('splitCoordination', () => {
  test.each([
    [
      'Training yields improvements of 8.2, 7.5 and 7.0 points on SQuAD, MNLI and HellaSwag.',
      [
        'Training yields improvements of 8.2 points on SQuAD.',
        'Training yields improvements of 7.5 points on MNLI.',
        'Training yields improvements of 7.0 points on HellaSwag.',
      ],
    ],
    [
      'Training on SQuAD, MNLI, and HellaSwag yields large improvements of 8.2, 7.5, and 7.0 points on the development set.',
      [
        'Training on SQuAD yields large improvements of 8.2 points on the development set.',
        'Training on MNLI yields large improvements of 7.5 points on the development set.',
        'Training on HellaSwag yields large improvements of 7.0 points on the development set.',
      ],
    ],
    ['BERT and XLM-R reach 71.2% and 75.3%, respectively.', ['BERT reaches 71.2%.', 'XLM-R reaches 75.3%.']],
    [
      'Our method reaches 56.9%, 60.7%, and 58.0% on MultiWOZ 2.0, MultiWOZ 2.1, and MultiWOZ 2.2 datasets respectively.',
      [
        'Our method reaches 56.9% on MultiWOZ 2.0 dataset.',
        'Our method reaches 60.7% on MultiWOZ 2.1 dataset.',
        'Our method reaches 58.0% on MultiWOZ 2.2 dataset.',
      ],
    ],
    ['A improves but B does not.', ['A improves.', 'B does not improve.']],
    [
      'Training improves accuracy on TyDiQA, but distillation does not.',
      ['Training improves accuracy on TyDiQA.', 'Distillation does not improve accuracy on TyDiQA.'],
    ],
    [
      'TyDiQA shows consistent improvements with many intermediate tasks, whereas XNLI does not see benefits from intermediate training.',
      [
        'TyDiQA shows consistent improvements with many intermediate tasks.',
        'XNLI does not see benefits from intermediate training.',
      ],
    ],
    [
      'We find that pretraining improves parsing and that distillation reduces accuracy.',
      ['We find that pretraining improves parsing.', 'We find that distillation reduces accuracy.'],
    ],
    [
      'We hypothesize that transfer helps tagging, whereas retrieval fails to benefit.',
      ['We hypothesize that transfer helps tagging.', 'We hypothesize that retrieval fails to benefit.'],
    ],
  ])('splits "%s"', (sentence, atoms) => {
    expect(splitCoordination(sentence)).toEqual(atoms)
  })

  test.each([
    'Training improves tagging, but hurts parsing.',
    'Training improves tagging, but it hurts parsing.',
    'While A improves parsing, B does not improve tagging.',
    'Not only does it improve parsing, but tagging also improves by much.',
    'It gains 2 and 3 points over models of Smith and Jones.',
    'SQuAD and MNLI improve by 8.2, 7.5 and 7.0 points.',
    'We use 3 and 4 layers in BERT and XLM-R.',
    'We ask whether A improves parsing (or not; B is better) at all.',
    'It improves by 2.1 and 3.0 points on two data sets, NYT and WebNLG, respectively.',
    'It improves (Stanovsky and Dagan, 2016) by 0.4 F1 and 0.5 BLEU, respectively.',
    'We find that models identify analogies, but struggle with relations, and results are poor.',
    'It is related to, but distinct from, spelling correction, which is hard.',
    'We show that (1) models have biases; (2) larger models have more of them.',
    'No dot at the end',
  ])('leaves "%s" whole', (sentence) => {
    expect(splitCoordination(sentence)).toEqual([sentence])
  })
})
