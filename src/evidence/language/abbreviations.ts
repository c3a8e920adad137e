const words = (list: string) => new Set(list.split(' '))

/** What is always followed by more of the sentence; lower case, without its last full stop. */
const INSIDE = words(
  'e.g i.e eg ie cf c.f vs viz resp approx ca dr prof mr mrs ms mt eds w.r.t wrt incl excl esp dept univ st fig figs sec ' +
    'secs eq eqs eqn eqns vol vols pp',
)

/** Abbreviations before a number or a letter that counts ("App. A"), words elsewhere. */
const BEFORE_NUMBER = words('no nos tab tabs ch chap app ref refs p ed def thm lem prop alg ver sect art')

/** What may end a sentence as well; the word after it decides. */
const PERHAPS = words('al etc inc ltd co corp u.s u.k u.s.a e.u a.m p.m ph.d m.sc b.sc a.k.a i.i.d jr sr')

/** Words that begin sentences and hardly ever go on after an abbreviation or an initial. */
const OPENERS = words(
  'the we this these those in it our for to as they however there here when while although since if on with from both ' +
    'all each more most moreover furthermore finally first second then thus hence therefore also but and by after before ' +
    'table figure section an such what which who why how some many few no not only their its his her she he you',
)

/** Whether the full stop between `before` and `after` belongs to an abbreviation or initial within a sentence. */
export function stopsInside(before: string, after: string): boolean {
  const word = /[^\s([{"“'‘/–—]*$/u.exec(before.slice(-24))![0]
  const plain = word.toLowerCase()
  if (INSIDE.has(plain)) return true
  if (BEFORE_NUMBER.has(plain)) return /^(?:\p{N}|\p{Lu}(?!\p{L}))/u.test(after)
  const initials = /^\p{Lu}(?:\.-?\p{Lu})*$/u.test(word)
  return (initials || PERHAPS.has(plain)) && !opensSentence(after)
}

function opensSentence(text: string): boolean {
  const word = /^[“"‘']?(\p{Lu}\p{L}*)/u.exec(text)?.[1]
  return word !== undefined && OPENERS.has(word.toLowerCase())
}
