/** Forms that no ending rule finds. The first word of a row is what all of it is read as. */
const IRREGULAR = `
be am is are was were been being
have has had having
do does did done doing
show shown
find found
lead led
give gave given
hold held
make made
take took taken
see saw seen
get got gotten
go went gone
know knew known
build built
begin began begun
become became
keep kept
learn learnt
leave left
lose lost
mean meant
rise rose risen
fall fell fallen
grow grew grown
draw drew drawn
choose chose chosen
write wrote written
speak spoke spoken
come came
bring brought
outdo outdid outdone
corpus corpora
analysis analyses
hypothesis hypotheses
criterion criteria
phenomenon phenomena
vertex vertices
matrix matrices
index indices
child children
person people
man men
woman women
datum data
bias biases biased
use uses used using
add adds added adding
meaning meanings
setting settings
embedding embeddings
embed embeds embedded
building buildings
rating ratings
agree agrees agreed agreeing
disagree disagrees disagreed disagreeing
guarantee guarantees guaranteed guaranteeing
gas gases`

const BASES = new Map(
  IRREGULAR.trim()
    .split('\n')
    .flatMap((row) => {
      const [base, ...forms] = row.split(' ')
      return [base!, ...forms].map((form) => [form, base!] as const)
    }),
)
BASES.set('data', 'data')

/** Endings in s that are no plural. */
const NO_PLURAL = /(?:ss|us|is)$|^(?:as|alias|atlas|across|always|perhaps|thus|series|species|towards)$/
const VOWEL = /[aeiouy]/
/** "noted", "rating": one vowel and one consonant, which an ending would double if it were "not" or "rat". */
const SHORT = /^[^aeiouy]*[aeiouy][bcdfgklmnprstvz]$/

/** Endings of an open stem, the American way. */
const american = (stem: string) =>
  stem
    .replace(/is(er|ation|abl|ability)?$/, 'iz$1')
    .replace(/(.{3,})our(al|abl|it)?$/, '$1or$2')
    .replace(/(.{3,})ll(er)?$/, '$1l$2')
    .replace(/ogu$/, 'og')
    .replace(/lys(er)?$/, 'lyz$1')
    .replace(/^(cent|met|theat|fib)r$/, '$1er')

/**
 * What the forms of one English word have in common: number of nouns, tense and person of verbs, British and American
 * spelling. Words that differ in anything else (comparatives, adverbs, prefixes, other word classes) keep different keys:
 * unlike a stem it never joins "universal" and "university". For comparing, not for reading.
 */
export function inflectionKey(word: string): string {
  const plain = word.replace(/'s?$/, '')
  const base = BASES.get(plain)
  if (base !== undefined) return base
  if (!/^[a-z]{4,}$/.test(plain)) return plain
  let key = plain
  if (/ies$/.test(key)) key = key.replace(/ies$/, 'y')
  else if (/(?:s|x|z|ch|sh)es$/.test(key)) key = key.slice(0, SHORT.test(key.slice(0, -2)) ? -1 : -2)
  else if (/s$/.test(key) && !NO_PLURAL.test(key)) key = key.slice(0, -1)
  if (/ings$/.test(plain) || key === plain) {
    const open = /ied$/.test(key) ? key.replace(/ied$/, 'y') : key.replace(/(?:(?<!e)ed|ing)$/, '')
    if (open !== key && open.length >= 2 && VOWEL.test(open))
      key = SHORT.test(open) ? `${open}e` : /([bdfgmnprt])\1$/.test(open) ? open.slice(0, -1) : open
  }
  key = BASES.get(key) ?? key
  const stem = key.slice(0, -1)
  return american(key.length > 3 && key.endsWith('e') && !SHORT.test(stem) && !/th$/.test(stem) ? stem : key)
}
