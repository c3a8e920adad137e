import { signOf } from '../math.ts'

/** Combining marks of accent commands. */
const ACCENTS: Readonly<Record<string, string>> = {
  "'": '\u0301',
  '`': '\u0300',
  '^': '\u0302',
  '"': '\u0308',
  '~': '\u0303',
  '=': '\u0304',
  '.': '\u0307',
  u: '\u0306',
  v: '\u030c',
  H: '\u030b',
  r: '\u030a',
  c: '\u0327',
  k: '\u0328',
  d: '\u0323',
  b: '\u0331',
}

export const accentOf = (name: string): string | undefined =>
  Object.hasOwn(ACCENTS, name) ? ACCENTS[name] : undefined

/** A letter with its accent; dotless letters take one in place of their dot. */
export function accented(letter: string, mark: string): string {
  const plain = letter.replace(/^\\?[ıi]/u, 'i').replace(/^\\?[ȷj]$/u, 'j')
  return plain === '' ? '' : (plain[0]! + mark).normalize('NFC') + plain.slice(1)
}

const TEXT_SIGNS: Readonly<Record<string, string>> = {
  ss: 'ß',
  o: 'ø',
  O: 'Ø',
  l: 'ł',
  L: 'Ł',
  ae: 'æ',
  AE: 'Æ',
  oe: 'œ',
  OE: 'Œ',
  aa: 'å',
  AA: 'Å',
  i: 'i',
  j: 'j',
  dh: 'ð',
  th: 'þ',
  ng: 'ŋ',
  S: '§',
  P: '¶',
  dag: '†',
  ddag: '‡',
  pounds: '£',
  euro: '€',
  copyright: '©',
  textdegree: '°',
  textpm: '±',
  texttimes: '×',
  textmu: 'µ',
  textasciitilde: '~',
  textasciicircum: '^',
  textbackslash: '\\',
  textbar: '|',
  textless: '<',
  textgreater: '>',
  textunderscore: '_',
  textendash: '–',
  textemdash: '—',
  textquotedblleft: '“',
  textquotedblright: '”',
  textquoteleft: '‘',
  textquoteright: '’',
  textbullet: '•',
  textregistered: '®',
  texttrademark: '™',
  textrightarrow: '→',
  textuparrow: '↑',
  textdownarrow: '↓',
  LaTeX: 'LaTeX',
  TeX: 'TeX',
  slash: '/',
  quad: ' ',
  qquad: ' ',
  enspace: ' ',
  thinspace: ' ',
  space: ' ',
  hfill: ' ',
  newline: ' ',
  linebreak: ' ',
  tabularnewline: ' ',
  and: ', ',
  lbrack: '[',
  rbrack: ']',
  lbrace: '{',
  rbrace: '}',
}

/** What a command without arguments sets in running text. */
export const textSignOf = (name: string): string | undefined =>
  Object.hasOwn(TEXT_SIGNS, name) ? TEXT_SIGNS[name] : signOf(name)
