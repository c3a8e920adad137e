import { expect, test } from 'vitest'
import { mathText } from './math.ts'

test.each([
  ['82.1\\pm 0.3', '82.1 ± 0.3'],
  ['82.1 \\pm{} 0.3', '82.1 ± 0.3'],
  ['p<0.05', 'p < 0.05'],
  ['-0.5', '-0.5'],
  ['x - 1', 'x - 1'],
  ['10^{-5}', '10^-5'],
  ['{\\sim}40', '~40'],
  ['1{,}104{,}934', '1,104,934'],
  ['95\\%', '95%'],
  ['\\frac{a+b}{c}', '(a+b)/c'],
  ['\\mathcal{L}_{\\text{MLM}}(\\theta)', 'L_MLM(θ)'],
  ['\\text{number of hits}', 'number of hits'],
  ['\\log p(x)', 'log p(x)'],
  ['82.1^{\\dagger}', '82.1†'],
  ['A\\to B', 'A → B'],
  ['\\overline{S}\\cap\\hat{R}', 'overline S ∩ hat R'],
  ['\\frac{', ''],
  ['}}}{{', ''],
])('%s reads %s', (latex, text) => {
  expect(mathText(latex)).toBe(text)
})
