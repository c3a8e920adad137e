import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { sentences } from './sentences.ts'

fc.configureGlobal({ seed: 1 })

const split = (text: string) => sentences(text).map(({ start, end }) => text.slice(start, end))

describe('sentences', () => {
  test.each([
    [
      'abbreviations',
      'As Pruksachatkun et al. (2020) show, it helps, cf. Fig. 3 and Sec. 4.2. It is clear.',
      2,
    ],
    ['e.g. and i.e.', 'Some tasks, e.g. SQuAD, help, i.e. they score more. Others do not.', 2],
    ['versus and approximately', 'We got 8.2 vs. 7.5 points, approx. 10 % more. See Eq. 3 and No. 5.', 2],
    ['initials', 'J. R. Firth wrote it. So did A. B. Smith.', 2],
    ['an initial that ends', 'We compare it with plan B. The result is clear.', 2],
    ['et al. that ends', 'This was shown by Smith et al. However, we disagree.', 2],
    ['companies', 'The model of Acme Inc. is large. The model of Beta Ltd. The rest is small.', 3],
    ['versions and decimals', 'We use v1.0 of it. Gains are 8.2. Losses are 0.5 points.', 3],
    ['digits first', 'It improved. 12 of 14 models did so.', 2],
    ['names with a small first letter', 'XLM-R is best. mBERT is second.', 2],
    ['citations', 'It helps [1]. It hurts [2, 3]. It helps.[4] It hurts.', 4],
    ['quotes', 'They say "it works." We say “it does not.” Fine.', 3],
    ['a quote inside', 'They asked "Why?" and left. We stayed.', 2],
    ['ellipses', 'It goes on... and on. It goes on… Then it stops. And so . . . we end.', 4],
    ['list numbers', '1. We train models. 2. We test them.', 2],
    ['headings before a blank line', '4 Results\n\nWe find gains. They are small.', 3],
    ['wrapped lines', 'We find\ngains. They are\nsmall.', 2],
    ['questions', 'Does it help? Yes! It does.', 3],
    ['Chinese', '我们训练模型。它有效！为什么？', 3],
    ['Japanese', '「これは本です。」と言った。次の文です。', 2],
    ['full-width decimals', '値は８．２です。終わり．次です。', 3],
    ['Hindi', 'यह एक वाक्य है। यह दूसरा है।', 2],
    ['Arabic', 'هذه جملة. هل هذا سؤال؟ نعم.', 3],
    ['Urdu', 'یہ ایک جملہ ہے۔ یہ دوسرا ہے۔', 2],
    ['Thai, which has no ender', 'เราฝึกแบบจำลอง ผลลัพธ์ดีขึ้น', 1],
    ['Thai with the sign that ends a text', 'เราฝึกแบบจำลอง๛ ผลลัพธ์ดีขึ้น', 2],
    [
      'words that abbreviate before a number only',
      'It is state of the art. App. A has more. Use the app. We do.',
      4,
    ],
    ['the word no', 'The answer is no. We go on.', 2],
  ])('%s', (_, text, count) => {
    expect(split(text)).toHaveLength(count)
  })

  test('keeps the parts of a sentence together', () => {
    expect(split('Phang et al. (2020) use XLM-R (see Sec. 3). Gains are 2.5 points, i.e. small.')).toEqual([
      'Phang et al. (2020) use XLM-R (see Sec. 3).',
      'Gains are 2.5 points, i.e. small.',
    ])
  })

  const pieces = fc.constantFrom(
    ...[
      'a',
      'We',
      '8.2',
      'et al',
      'Fig',
      '。',
      '.',
      '!',
      '?',
      '…',
      ' ',
      '\n',
      '\n\n',
      '[1]',
      '"',
      'है।',
      '😀',
      '١',
    ],
  )
  property.prop([
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((each) => each.join('')),
    ),
  ])('are in order, disjoint, and cover all but white space', (text) => {
    let at = 0
    for (const { start, end } of sentences(text)) {
      expect(start).toBeGreaterThanOrEqual(at)
      expect(end).toBeGreaterThan(start)
      expect(text.slice(at, start).trim()).toBe('')
      expect(text.slice(start, end).trim()).toBe(text.slice(start, end))
      at = end
    }
    expect(text.slice(at).trim()).toBe('')
  })
})
