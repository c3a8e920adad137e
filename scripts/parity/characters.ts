/** Whether our character classes are Python's, over all of Unicode. Usage: npx tsx scripts/parity/characters.ts characters.json */
import { readFileSync } from 'node:fs'
import { splitWords } from '../../src/kernel/python-text.ts'
import { normalizeMlqa } from '../../src/score/answers/mlqa.ts'
import { wholeWords } from '../../src/score/answers/python-text.ts'

interface Characters {
  readonly unicode: string
  readonly spaces: number[]
  readonly words: number[]
  readonly punctuation: number[]
  readonly lower: Record<string, string>
  readonly unassigned: number[]
}

const python = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Characters
const unassigned = new Set(python.unassigned)
const article = wholeWords(['the'])

/** A word character glued to an article hides it. */
const classes: Record<string, [number[], (char: string) => boolean]> = {
  space: [python.spaces, (char) => splitWords(`x${char}x`).length === 2],
  word: [python.words, (char) => `${char}the`.replace(article, '') !== char],
  punctuation: [python.punctuation, (char) => normalizeMlqa(`x${char}x`, 'hi') === 'xx'],
}
console.log(`Python's Unicode ${python.unicode}, Node's ${process.versions.unicode}`)
for (const [name, [theirs, isOurs]] of Object.entries(classes)) {
  const known = new Set(theirs)
  const different: string[] = []
  let newer = 0
  for (let code = 0; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue
    if (isOurs(String.fromCodePoint(code)) === known.has(code)) continue
    if (unassigned.has(code)) newer++
    else different.push(`U+${code.toString(16)}`)
  }
  console.log(
    `${name}: ${theirs.length} characters, ${different.length} differ ${different.slice(0, 20)}; ${newer} that Python's Unicode does not know yet`,
  )
}
let cases = 0
const odd: string[] = []
for (let code = 0; code <= 0x10ffff; code++) {
  if (code >= 0xd800 && code <= 0xdfff) continue
  const char = String.fromCodePoint(code)
  const wanted = python.lower[code] ?? char
  if (char.toLowerCase() === wanted) cases++
  else if (!unassigned.has(code)) odd.push(`U+${code.toString(16)}`)
}
console.log(`lower case: ${cases} agree, ${odd.length} differ ${odd.slice(0, 20)}`)
