import { expect, test } from 'vitest'
import { column, makePdf, twoColumnPaper } from '../../../test/support/evidence/pdf.ts'
import { expectSound, origin, outline } from '../../../test/support/evidence/texts.ts'
import { parsePdf } from './pdf.ts'

const INTRODUCTION = '1 Introduction'
const RETRIEVAL = '2 Results > 2.1 Retrieval'

test.each([
  ['column by column', false],
  ['line by line across the page', true],
])('two columns drawn %s are read one after the other', async (_, interleaved) => {
  const document = await parsePdf(twoColumnPaper(interleaved), origin('pdf'))
  expectSound(document)
  expect(outline(document)).toEqual([
    [
      'title',
      'Intermediate Tasks for Basque Retrieval in Two Columns',
      'Intermediate Tasks for Basque Retrieval in Two Columns',
    ],
    ['prose', 'Abstract', 'We train on three tasks and test zero-shot. Gains are 2.5 points on average.'],
    // Hyphens: two words of the paper keep theirs, a cut word loses it; a running head and authors are gone.
    [
      'prose',
      INTRODUCTION,
      'Earlier work found gains, e.g. in English. We use pre-trained encoders and intermediate-task training of multilingual representations for retrieval in Basque.',
    ],
    // Over the end of the column, with a hyphen that the word has elsewhere.
    [
      'prose',
      INTRODUCTION,
      'A second paragraph begins here. It goes on over the end of the column and does not stop before this line. Our pre-trained model is large.',
    ],
    ['prose', RETRIEVAL, 'SQuAD improves accuracy by 8.2 points over no intermediate task in all languages.'],
    ['caption', RETRIEVAL, 'Table 1: Accuracy per language.'],
    ['prose', RETRIEVAL, 'The second result is that CCG does not help any of the target languages.'],
    [
      'prose',
      '3 Discussion',
      [...'abcdefgh'].map((letter) => `Line ${letter} of the left column is here.`).join(' '),
    ],
    // The references before it are left out.
    ['prose', 'A Details', 'We train for two epochs. The rate is small.'],
  ])
})

test('one column, a known title where no letters are larger', async () => {
  const lines = [
    'We train on three tasks and test on nine targets in',
    'zero-shot transfer. All gains are small.',
    '',
    'Next.',
  ]
  const document = await parsePdf(makePdf([column(72, 700, lines)]), { ...origin('pdf'), title: 'Known' })
  expect(outline(document).map(([, , text]) => text)).toEqual([
    'Known',
    'We train on three tasks and test on nine targets in zero-shot transfer. All gains are small.',
    'Next.',
  ])
})

test.each([
  ['not a PDF', Buffer.from('<html>Please log in</html>'), 'not a PDF'],
  ['cut off', twoColumnPaper().subarray(0, 300), 'damaged'],
  ['without text', makePdf([[]]), 'holds no text'],
])('refuses a file that is %s', async (_, bytes, reason) => {
  await expect(parsePdf(bytes, origin('pdf'))).rejects.toMatchObject({
    code: 'TEXT_UNREADABLE',
    message: expect.stringContaining(reason),
  })
})
