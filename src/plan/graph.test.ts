import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { sha256 } from '#kernel'
import { buildGraph, demandOf, type Node, spentOf } from './graph.ts'

/** A random graph: each phase reads some of those before it. */
const graphs = fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 25 }).map((reads) =>
  reads.map(
    (inputs, index): Node => ({
      key: sha256(String(index)),
      inputs:
        index === 0
          ? {}
          : Object.fromEntries(inputs.map((input, role) => [role, sha256(String(input % index))])),
    }),
  ),
)

test.prop([graphs, fc.array(fc.boolean(), { minLength: 25, maxLength: 25 })])(
  'demandOf runs exactly the absent phases that an end of the graph needs, with all that they read',
  (phases, present) => {
    const graph = buildGraph([...phases].reverse())
    const has = (key: string) => present[phases.findIndex((phase) => phase.key === key)]!
    const { run, cached, unneeded } = demandOf(graph, has)
    expect(run.size + cached.size + unneeded.size).toBe(phases.length)
    for (const { key } of phases) {
      const readers = graph.dependentsOf.get(key)!
      expect(run.has(key)).toBe(
        !has(key) && (readers.length === 0 || readers.some((reader) => run.has(reader))),
      )
      for (const input of graph.inputsOf.get(key)!) {
        expect(graph.depthOf.get(input)!).toBeGreaterThan(graph.depthOf.get(key)!)
        if (run.has(key)) expect(run.has(input) || cached.has(input)).toBe(true)
      }
    }
  },
)

test('buildGraph leaves out inputs that are given from outside', () => {
  const graph = buildGraph([{ key: sha256('a'), inputs: { model: sha256('a local folder') } }])
  expect(graph.inputsOf.get(sha256('a'))).toEqual([])
})

test.prop([graphs, fc.array(fc.boolean(), { minLength: 25, maxLength: 25 })])(
  'without what is spent nothing more has to run, and one artifact less that is read is missed',
  (phases, present) => {
    const graph = buildGraph(phases)
    const has = (key: string) => present[phases.findIndex((phase) => phase.key === key)]!
    const before = demandOf(graph, has)
    const spent = new Set(spentOf(graph, has, (key) => before.run.has(key)))
    const after = demandOf(graph, (key) => has(key) && !spent.has(key))
    expect(after.run).toEqual(before.run)
    for (const key of before.cached) {
      if (spent.has(key)) continue
      const more = demandOf(graph, (other) => has(other) && !spent.has(other) && other !== key)
      expect(more.run).toEqual(new Set([...before.run, ...more.run, key]))
    }
  },
)
