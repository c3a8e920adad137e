import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import type { PhaseNews, RunEvent } from '#execute'
import { type Key, sha256 } from '#kernel'
import { createProgressView, type Detail } from './progress.ts'
import { rendered } from './terminal.ts'

const counts = { total: 4, done: 0, cached: 0, running: 0, failed: 0, skipped: 0 }
const phase = (label: string) => ({
  key: sha256(label) as Key,
  operation: 'train',
  label,
  inputs: {},
  parameters: {},
  needsWorker: true,
})

function view(isTTY: boolean, detail: Detail = 'verbose') {
  let text = ''
  let ms = 0
  const stream = { columns: 60, write: (part: string) => (text += rendered(part, isTTY)) }
  const shown = createProgressView({ stream, isTTY, detail, now: () => ms })
  const send = (label: string, news: PhaseNews, changed: Partial<RunEvent['counts']> = {}) =>
    shown.handle({ ...news, phase: phase(label), counts: { ...counts, ...changed } })
  return { send, close: () => shown.close(), wait: (more: number) => (ms += more), text: () => text }
}

const started = { type: 'started', attempt: 1, slot: null } as const
const finished = { type: 'finished', seconds: 201, manifest: undefined as never } as const

test('progress view prints plain lines without a terminal: start, every 15 s, finish', () => {
  const { send, close, wait, text } = view(false)
  send('en', { type: 'cached' }, { cached: 1 })
  send('squad', started, { cached: 1, running: 1 })
  for (let step = 0; step <= 40; step++) {
    wait(1000)
    send('squad', {
      type: 'progress',
      progress: { step, total: 100, loss: 1.5, tokens: step * 5000, seconds: step },
    })
  }
  send('squad', finished, { cached: 1, done: 1 })
  close()
  expect(text().split('\n')).toEqual([
    '= 1 phase is in the store already',
    '> train squad',
    // Started at 0 s, first step 0 at 1 s; then a second a step.
    '  train squad: 14/100 14%, loss 1.500, 5.0k tokens/s, 1:26 left',
    '  train squad: 29/100 29%, loss 1.500, 5.0k tokens/s, 1:11 left',
    '+ [2/4] train squad 3:21',
    '2 of 4 phases, 1 from the store, 41 s',
    '',
  ])
})

test('progress view says why phases failed, were skipped, retried or wait', () => {
  const { send, text } = view(false)
  send('a', { type: 'retrying', error: new Error('killed'), attempt: 2 })
  send('a', { type: 'failed', error: new Error('no memory') }, { failed: 1 })
  send('b', { type: 'skipped', because: phase('a') })
  send('c', { type: 'waiting', holder: { host: 'node7', pid: 12 } })
  send('d', { type: 'interrupted' })
  expect(text()).toBe(
    [
      '! train a: killed\n  goes on from its saved state (attempt 2)',
      'x train a: no memory',
      '- train b: skipped because train a failed',
      '~ train c: process 12 on node7 works on it; waiting for its result',
      '! train d: interrupted, state saved\n',
    ].join('\n'),
  )
})

test('progress view redraws its block on a terminal and keeps every line within the width', () => {
  const { send, close, wait, text } = view(true)
  const long = 'a label that is far longer than any terminal would like it to be'
  send(long, started, { running: 1 })
  wait(1000)
  send(long, { type: 'progress', progress: { step: 3, total: 9, loss: 0.123456 } }, { running: 1 })
  expect(text()).toContain('\x1b[2A\x1b[0J')
  send(long, finished, { done: 1 })
  close()
  const lines = stripVTControlCharacters(text()).split('\n')
  expect(lines.filter((line) => line.startsWith('  ')).every((line) => line.length < 60)).toBe(true)
  expect(lines.some((line) => line.includes('3/9 33%, loss 0.1235'))).toBe(true)
  expect(lines.at(-2)).toBe('1 of 4 phases, 1 s')
})

test('progress view puts what a phase tells into the log, cleaned', () => {
  const { send, close, text } = view(false)
  send('en', started, { running: 1 })
  send('en', { type: 'told', notice: 'the head \u001b[31mstarts new' }, { running: 1 })
  close()
  expect(text()).toContain('! train en: the head')
  expect(text()).not.toContain('\u001b[31mstarts')
})

/** A short and a long phase, and one that fails, with two that need it. */
function play({ send, close, wait }: ReturnType<typeof view>) {
  send('en', { type: 'cached' }, { cached: 1 })
  send('short', started, { cached: 1, running: 1 })
  send('long', started, { cached: 1, running: 2 })
  wait(9_000)
  send('short', { ...finished, seconds: 9 }, { cached: 1, done: 1, running: 1 })
  wait(2_000)
  send('long', { type: 'progress', progress: { step: 1, total: 2 } }, { cached: 1, done: 1, running: 1 })
  wait(30_000)
  send('long', { type: 'progress', progress: { step: 2, total: 2 } }, { cached: 1, done: 1, running: 1 })
  send('long', { ...finished, seconds: 41 }, { cached: 1, done: 2 })
  send('bad', started, { cached: 1, done: 2, running: 1 })
  send('bad', { type: 'failed', error: new Error('no memory') }, { cached: 1, done: 2, failed: 1 })
  for (const label of ['a', 'b'])
    send(label, { type: 'skipped', because: phase('bad') }, { cached: 1, done: 2, failed: 1, skipped: 2 })
  close()
}

test('progress view tells of long phases when they are known to be long and when they end, and a summary', () => {
  const shown = view(false, 'normal')
  play(shown)
  expect(shown.text().split('\n')).toEqual([
    '> train long',
    '+ [3/4] train long 41 s',
    'x train bad: no memory',
    '3 of 4 phases, 1 from the store, 1 failed, 2 skipped, 41 s',
    '',
  ])
})

test('progress view that is quiet tells only what goes wrong, on a terminal too', () => {
  for (const isTTY of [false, true]) {
    const shown = view(isTTY, 'quiet')
    play(shown)
    expect(stripVTControlCharacters(shown.text())).toBe('x train bad: no memory\n')
  }
})

test('progress view shows a name that would steer the terminal, and measures what it shows', () => {
  const shown = view(true, 'normal')
  shown.send('\x1b]0;owned\x07\u202e'.repeat(5), started, { running: 1 })
  shown.send(
    '\x1b]0;owned\x07\u202e'.repeat(5),
    { type: 'failed', error: new Error('\x1b[2J') },
    { failed: 1 },
  )
  shown.close()
  expect(shown.text()).toContain('\\u001b]0;owned\\u0007\\u202e')
  for (const hostile of ['\x1b]', '\x07', '\u202e', '\x1b[2J']) expect(shown.text()).not.toContain(hostile)
  expect(stripVTControlCharacters(shown.text()).split('\n')[0]!.length).toBeLessThan(60)
})
