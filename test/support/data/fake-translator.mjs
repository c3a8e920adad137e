/**
 * A translator of the tests: `fake-translator.mjs MODE [LOG]`. It upper-cases, with the faults that MODE names, and
 * appends each text that it reads to LOG. `kill 3` and the like count lines from 1.
 */
import { appendFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const [mode = 'upper', log, ...rest] = process.argv.slice(2)
const number = Number(rest[0] ?? 3)
const say = (line) => process.stdout.write(`${line}\n`)
const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })

if (mode === 'banner') say('Fake translator 1.0 is ready')
if (mode === 'early') process.exit(0)

let count = 0
let held
const all = []
for await (const line of lines) {
  count++
  if (log !== undefined && log !== '-') appendFileSync(log, `${line}\n`)
  const translation = line.toUpperCase()
  if (count !== number || ['upper', 'reverse', 'banner', 'whole', 'more', 'pairs'].includes(mode)) {
    if (mode === 'reverse') say([...line].reverse().join(''))
    else if (mode === 'whole') all.push(translation)
    else if (mode === 'pairs') {
      if (held === undefined) held = translation
      else {
        say(held)
        say(translation)
        held = undefined
      }
    } else say(translation)
    continue
  }
  if (mode === 'drop') continue
  if (mode === 'empty') say('')
  if (mode === 'garbage') process.stdout.write(Buffer.from([0x41, 0xff, 0xfe, 10]))
  if (mode === 'die') {
    console.error('loading model\nout of memory')
    process.exitCode = 7
    lines.close()
    break
  }
  if (mode === 'stall') setInterval(() => undefined, 1000)
  if (mode === 'stall') await new Promise(() => undefined)
}
if (mode === 'more') say('ONE LINE TOO MANY')
if (held !== undefined) say(held)
for (const translation of all) say(translation)
