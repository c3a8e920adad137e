import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

const textOf = (path: string) => attempt(() => readFileSync(path, 'utf8').trim()) ?? ''

/** Names this boot of this machine's kernel, which its containers share; empty where the system does not tell. */
export const boot = textOf('/proc/sys/kernel/random/boot_id')

/**
 * Names the installation of the system, also after a restart; empty where the system does not tell, as in most
 * containers.
 */
export const installation = textOf('/etc/machine-id')

/**
 * Names the space in which a process number means something: host, boot, and namespace (containers may share a host
 * name and yet count processes apart).
 */
export const machine = [hostname(), boot, attempt(() => readlinkSync('/proc/self/ns/pid'))]
  .filter(Boolean)
  .join(' ')

/**
 * When a process of this machine started, in a form that only serves comparison, so that a reused number is not taken
 * for the old process. Undefined when no such process runs; one that waits to be reaped does not run. `hidden` when it
 * runs but the system does not show it to us (another user's, with /proc mounted so).
 */
export function processStart(pid: number): string | undefined {
  if (process.platform === 'linux') {
    const line = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
    if (line === undefined) return exists(pid) ? HIDDEN : undefined
    // The second field is the name in parentheses and may hold anything; state is field 3, start time field 22.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
  }
  const line = attempt(() =>
    execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim(),
  )
  if (line === undefined || line === '' || line.startsWith('Z')) return undefined
  return line.replace(/^\S+\s+/, '')
}

export const HIDDEN = 'hidden'

function exists(pid: number): boolean {
  if (pid <= 0) return false // would ask for a group of processes
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM'
  }
}
