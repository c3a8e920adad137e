import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { plainLine, plainProse } from './markup-text.ts'

const SPRINGER = String.raw`\documentclass[12pt]{minimal} \usepackage{amsmath} \begin{document}$$3.2$$\end{document}`
const MML = 'xmlns:mml="http://www.w3.org/1998/Math/MathML"'

describe('abstracts', () => {
  test.each([
    [
      'signs stay where no element begins',
      'if a < b and c > d, y&#233; &unknown;',
      'if a < b and c > d, yé &unknown;',
    ],
    [
      'inequalities keep what is between them',
      'If score<baseline it does not help, and accuracy>chance holds; a<b>c, d<i>e, n &lt;k, 0.01<p<0.05, r<p>0.05.',
      'If score<baseline it does not help, and accuracy>chance holds; a<b>c, d<i>e, n <k, 0.01<p<0.05, r<p>0.05.',
    ],
    ['what is no attribute makes no element', 'score <b and c> chance', 'score <b and c> chance'],
    [
      'special tokens are text',
      'We predict <mask> after <s> and before </s>.',
      'We predict <mask> after <s> and before </s>.',
    ],
    [
      'formatting leaves no trace',
      '<jats:p>a <b>bold</b> <I>E. coli</I> x<sc>y</sc></jats:p>',
      'a bold E. coli xy',
    ],
    [
      'a power stays a power',
      'by 10<jats:sup>2</jats:sup> points, 10<sup>−3</sup>, R<sup>2</sup>, m<sup>2</sup>, 10 <sup>6</sup> pairs',
      'by 10^2 points, 10^−3, R^2, m^2, 10^6 pairs',
    ],
    ['sums stay raised', 'x<sup>n+1</sup>', 'x^(n+1)'],
    [
      'ordinals, marks and notes are no powers',
      'the 1<sup>st</sup> Foo<sup>TM</sup> helps<sup>3,4</sup>',
      'the 1st FooTM helps[3,4]',
    ],
    [
      'lowered signs',
      'H<sub>2</sub>O, F<jats:sub>1</jats:sub>, 101<sub>2</sub>, XLM-R<inf>Large</inf>',
      'H2O, F1, 101_2, XLM-R_Large',
    ],
    [
      'entities of HTML by name and number, once or more often escaped',
      'models&rsquo; &ndash; caf&eacute; &#x2013; &amp;eacute; &amp;amp;lt; AT&T R&D;',
      'models’ – café – é < AT&T R&D;',
    ],
    ['an escaped abstract', '&lt;p&gt;It hurts by 1.5 points.&lt;/p&gt;', 'It hurts by 1.5 points.'],
    [
      'one that was escaped twice',
      '&amp;lt;jats:p&amp;gt;It &amp;lt;i&amp;gt;hurts&amp;lt;/i&amp;gt;.&amp;lt;/jats:p&amp;gt;',
      'It hurts.',
    ],
    ['CDATA, comments, instructions', '<![CDATA[<p>One</p>]]><!-- two --><?three?>four', 'One. four'],
    [
      'headings and paragraphs end sentences',
      '<jats:title>Abstract</jats:title><jats:sec><jats:title>Background</jats:title><jats:p>It matters</jats:p></jats:sec><jats:sec><jats:title>Results</jats:title><jats:p>It helps.</jats:p></jats:sec>',
      'Background. It matters. Results. It helps.',
    ],
    [
      'items of lists end sentences',
      'We find:<jats:list list-type="bullet"><jats:list-item><jats:p>gains</jats:p></jats:list-item><jats:list-item><jats:p>losses;</jats:p></jats:list-item></jats:list>Both count',
      'We find: gains. losses; Both count',
    ],
    ['a line break is a blank', 'It helps<br/>transfer', 'It helps transfer'],
    ['the word "Abstract" goes, a name that begins so stays', 'Abstract We train.', 'We train.'],
    [
      'the word is taken off what it is glued to',
      'AbstractIntermediate training helps.',
      'Intermediate training helps.',
    ],
    ['', 'ABSTRACTWe train.', 'We train.'],
    ['', 'Abstraction helps.', 'Abstraction helps.'],
    [
      'headings in bold end sentences',
      '<p><b>Background:</b> It matters.<b>Results:</b> It helps.</p>',
      'Background: It matters. Results: It helps.',
    ],
    [
      'names with full stops stay',
      'We use spaCy.io, Node.js and e.g.Foo',
      'We use spaCy.io, Node.js and e.g.Foo',
    ],
    [
      'references do not run into numbers',
      'It gains 3 points.<xref ref-type="bibr">12</xref> It is<sup>1,2</sup> known, see Table <xref>3</xref> and m<sup>2</sup>',
      'It gains 3 points.[12] It is[1,2] known, see Table 3 and m^2',
    ],
    ['', 'Abstract Meaning Representation helps.', 'Abstract Meaning Representation helps.'],
    [
      'a formula with its preamble and as MathML stands there once',
      `by <jats:inline-formula><jats:alternatives><jats:tex-math>${SPRINGER}</jats:tex-math><mml:math ${MML}><mml:mn>3.2</mml:mn></mml:math></jats:alternatives></jats:inline-formula> points`,
      'by 3.2 points',
    ],
    ['a preamble alone', `by <jats:tex-math>${SPRINGER}</jats:tex-math> points`, 'by 3.2 points'],
    ['a preamble as text, beside its formula', `by ${SPRINGER} 3.2 points`, 'by 3.2 points'],
    ['the same between dollars', 'by $$3.2$$ 3.2 points, $$n=2$$ in all', 'by 3.2 points, n = 2 in all'],
    [
      'MathML on a line',
      `<mml:math ${MML}><mml:msup><mml:mn>10</mml:mn><mml:mn>2</mml:mn></mml:msup><mml:mo>&lt;</mml:mo><mml:mfrac><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:mfrac></mml:math>`,
      '10^2 < x/2',
    ],
    [
      'MathML with its LaTeX',
      '<math><semantics><mrow><mi>F</mi><mo>=</mo><mn>3</mn></mrow><annotation encoding="application/x-tex">F=3</annotation></semantics></math>',
      'F = 3',
    ],
    ['elements that end in the wrong order', '<p>a <i>b <sup>c</i></sup> d</p> e', 'a b ^c d. e'],
  ])('%s', (_, markup, text) => expect(plainProse(markup)).toBe(text))

  test('nothing is null', () => {
    expect(plainProse(' \n<p></p>')).toBeNull()
    expect(plainProse(undefined)).toBeNull()
  })
})

test('titles stay on one line without full stops', () => {
  expect(plainLine('A &amp;amp; B: &lt;i&gt;one&lt;/i&gt;<br/>line')).toBe('A & B: one line')
  expect(plainLine('when F1<baseline')).toBe('when F1<baseline')
  expect(
    plainLine(
      `Training and <mml:math ${MML}><mml:mi mathvariant="italic">N</mml:mi></mml:math>-shot transfer`,
    ),
  ).toBe('Training and N-shot transfer')
})

const PIECES =
  '<p> </p> <div> <sup> </sup> <b> <math> </math> <mi> <a·x=" <!-- --> <![CDATA[ ]]> &amp; &lt; &amp;lt; $$ < > x<b>y \\documentclass \\begin{document} \\end{document} 10<sup>2</sup> word'
    .split(' ')
    .map((piece) => piece.replace('·', ' '))

test.each(PIECES)('%s, 200,000 times, is read in one go', (piece) => {
  const text = plainProse(piece.repeat(200_000))
  expect(text === null || text.length > 0).toBe(true)
})

property.prop([fc.array(fc.constantFrom(...PIECES), { maxLength: 30 })])(
  'any row of pieces is read to the end',
  (row) => {
    const text = plainProse(row.join(''))
    // What was read is text: to read it again changes no word.
    expect(plainLine(text)?.match(/word/g)?.length).toBe(text?.match(/word/g)?.length)
  },
)
