/**
 * A worker without PyTorch, for tests: it speaks the protocol and behaves as told.
 *
 * Start: FAKE_READY = `late` | `never` | `protocol` | `exit` | `chatty`; FAKE_DEAF=1 ignores interrupt and shutdown;
 * FAKE_LOG = file that gets a line for each job. A job is told by its id, as in `any-name#steps=5,ms=20,die=3`:
 * steps and milliseconds a step; then at a step: `die` (SIGKILL, only when it did not resume), `always-die`, `oom`, `full`,
 * `hang`, `garbage` (a line that is no event), `alien` (an event that is not in the contract).
 * `train` keeps its step in the state folder and writes `model.safetensors`; other jobs write their `output`.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

const { FAKE_READY, FAKE_DEAF, FAKE_LOG } = process.env
const send = (event) => process.stdout.write(`${JSON.stringify(event)}\n`)
const waiting = []
let interrupted = false
let decided

const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => {
  const request = JSON.parse(line)
  if (request.op === 'interrupt') interrupted = FAKE_DEAF !== '1'
  else if (request.op === 'shutdown') FAKE_DEAF !== '1' && process.exit(0)
  else if (request.op === 'decide') decided?.(request)
  else waiting.push(request)
})
lines.on('close', () => FAKE_DEAF !== '1' && process.exit(0))

if (FAKE_READY === 'exit') {
  console.error("ModuleNotFoundError: No module named 'torch'")
  process.exit(1)
}
if (FAKE_READY === 'never') await sleep(3600_000)
if (FAKE_READY === 'late') await sleep(300)
if (FAKE_READY === 'chatty') process.stdout.write('Loading weights...\n\n{not json\n')
send({
  type: 'ready',
  protocol: FAKE_READY === 'protocol' ? 999 : Number(process.env.FAKE_PROTOCOL),
  numerics: Number(process.env.FAKE_NUMERICS),
  versions: { torch: '0.0-fake' },
  devices: [{ id: 'cpu', name: 'fake', bf16: false, memoryBytes: 1 }],
})

for (;;) {
  const job = waiting.shift()
  if (job === undefined) await sleep(2)
  else await work(job)
}

async function work(job) {
  const [, told = ''] = job.id.split('#')
  const tell = Object.fromEntries(told.split(',').map((part) => part.split('=')))
  const steps = Number(tell.steps ?? 1)
  const saved = job.state && join(job.state, 'step.json')
  const from = saved && existsSync(saved) ? JSON.parse(readFileSync(saved, 'utf8')) : 0
  if (FAKE_LOG) appendFileSync(FAKE_LOG, `${job.op} ${job.id} from ${from} in ${process.pid}\n`)
  interrupted = false
  send({ type: 'started', id: job.id, step: from })
  const fail = (code) => send({ type: 'failed', id: job.id, code, message: `fake ${code}` })
  for (let step = from + 1; step <= steps; step++) {
    await sleep(Number(tell.ms ?? 1))
    const at = (name) => Number(tell[name]) === step
    if ((at('die') && from === 0) || at('always-die')) {
      console.error('about to die')
      await sleep(20)
      process.kill(process.pid, 'SIGKILL')
      await sleep(1000)
    }
    if (at('oom')) return fail('OUT_OF_MEMORY')
    if (at('full')) return fail('DISK_FULL')
    if (at('garbage')) process.stdout.write('Some library says hello\n')
    if (at('alien')) send({ type: 'surprise', id: job.id })
    if (saved) writeFileSync(saved, String(step))
    send({ type: 'progress', id: job.id, step, loss: 1 / step, tokens: step * 10, seconds: step })
    if (job.evaluateAt?.includes(step)) {
      send({ type: 'evaluated', id: job.id, step, predictions: [] })
      const decision = await new Promise((resolve) => {
        decided = resolve
        const poll = setInterval(() => interrupted && resolve(clearInterval(poll)), 2)
      })
      if (decision?.stop) break
    }
    while (at('hang') && !interrupted) await sleep(5)
    if (interrupted) return send({ type: 'interrupted', id: job.id, step })
  }
  if (job.op === 'train') writeFileSync(join(job.output, 'model.safetensors'), `trained ${steps}`)
  else if (job.output) {
    const isFolder = ['tokenizer', 'initialize'].includes(job.op)
    mkdirSync(isFolder ? job.output : dirname(job.output), { recursive: true })
    writeFileSync(isFolder ? join(job.output, 'made.txt') : job.output, job.op)
  }
  send({ type: 'done', id: job.id, tokens: steps * 10, seconds: 0.1, peakBytes: 1, bestStep: steps })
}
