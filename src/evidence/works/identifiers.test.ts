import { describe, expect, test } from 'vitest'
import { normalizeDoi, parseAclId, parseArxivId, parsePmid, tellingTitle, titleKey } from './identifiers.ts'

test.each([
  ['https://doi.org/10.18653/V1/2020.aacl-main.56', '10.18653/v1/2020.aacl-main.56'],
  ['http://dx.doi.org/10.1000/ABC', '10.1000/abc'],
  ['doi: 10.1000/abc.', '10.1000/abc'],
  ['10.1000%2Fabc', '10.1000/abc'],
  ['10.1000/100%25', '10.1000/100%'],
  ['10.1000/100%', '10.1000/100%'],
  ['10.1016/S0140-6736(20)30183-5', '10.1016/s0140-6736(20)30183-5'],
  ['10.1000/abc),', '10.1000/abc'],
  ['10.1/abc', null],
  ['10.1000/', null],
  ['2005.13013', null],
])('DOI %s is %s', (text, doi) => expect(normalizeDoi(text)).toBe(doi))

test.each([
  ['2005.13013', '2005.13013', null],
  ['2005.13013v2', '2005.13013', 2],
  ['arXiv:0704.0001v1', '0704.0001', 1],
  ['arXiv:2005.13013 [cs.CL]', '2005.13013', null],
  ['http://arxiv.org/abs/2101.00001v12', '2101.00001', 12],
  ['https://arxiv.org/pdf/2101.00001v2.pdf', '2101.00001', 2],
  ['10.48550/arXiv.2101.00001', '2101.00001', null],
  ['https://doi.org/10.48550/ARXIV.2101.00001', '2101.00001', null],
  ['cs/0501001v3', 'cs/0501001', 3],
  ['math.GT/0309136', 'math/0309136', null],
])('arXiv id of %s', (text, base, version) => expect(parseArxivId(text)).toEqual({ base, version }))

test.each(['2013.13013', '10.18653/v1/p19-1001', 'hello', ''])('%s is no arXiv id', (text) =>
  expect(parseArxivId(text)).toBeNull(),
)

test.each([
  ['2020.aacl-main.56', '2020.aacl-main.56'],
  ['https://aclanthology.org/2020.aacl-main.56/', '2020.aacl-main.56'],
  ['https://www.aclweb.org/anthology/P19-1001.pdf', 'P19-1001'],
  ['10.18653/v1/p19-1001', 'P19-1001'],
  ['https://doi.org/10.18653/v1/2020.aacl-main.56', '2020.aacl-main.56'],
  ['W19-0101', 'W19-0101'],
  ['10.1000/p19', null],
  ['2005.13013', null],
])('ACL id of %s is %s', (text, id) => expect(parseAclId(text)).toBe(id))

test.each([
  ['PMID: 012345', '12345'],
  ['https://pubmed.ncbi.nlm.nih.gov/12345/', '12345'],
  ['PMC12345', null],
  ['0', null],
])('PubMed id of %s is %s', (text, id) => expect(parsePmid(text)).toBe(id))

describe('title keys', () => {
  test.each([
    ['hyphens, plain, non-breaking and long', 'Zero-Shot Transfer', 'zero‑shot – transfer'],
    ['soft hyphens', 'Intermediate tasks', 'Inter\u00ADmediate tasks'],
    ['accents, composed or not', 'Café naïve', 'Cafe\u0301 nai\u0308ve'],
    ['tags and formulas', 'Sorting in $O(n^2)$ <i>time</i>', 'sorting in time'],
    ['ligatures and full-width letters', 'ﬁne ＢＥＲＴ', 'fine BERT'],
    ['quotes', "What's “this”?", 'Whats this'],
  ])('are equal over %s', (_, one, other) => expect(titleKey(one)).toBe(titleKey(other)))
  test('keep the signs that tell words of other scripts apart', () => {
    expect(titleKey('हिन्दी में')).toBe('हिन्दी में')
    expect(titleKey('दिन का')).not.toBe(titleKey('दीन की'))
    expect(titleKey('が か')).toBe('が か')
    expect(titleKey('多语言模型：综述')).toBe('多语言模型 综述')
  })
  test.each([
    ['english intermediate task training improves zero shot transfer', true],
    ['多语言 预训练 模型 的 迁移', true],
    ['多语言预训练模型的迁移', true],
    ['unsupervised parsing', false],
    ['introduction to the special issue on parsing', false],
    ['table of contents of this volume', false],
    ['introduction of agreement into dependency parsing', true],
  ])('"%s" tells something: %s', (key, telling) => expect(tellingTitle(key)).toBe(telling))
})
