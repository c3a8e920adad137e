import { fc, it as property } from '@fast-check/vitest'
import { expect, it } from 'vitest'
import { outerNames } from './json-names.ts'

it('gives names in the order of the text, integer-like ones and repeated ones too', () => {
  const text = '{ "b": [{"x": 1}], "10": {"y": "a\\"b"}, "2" : "c: \\"d\\"", "b": null, "\\u00e9": 0 }'
  expect([...outerNames(text)]).toEqual(['b', '10', '2', 'b', 'é'])
})

property.prop([fc.uniqueArray(fc.tuple(fc.string(), fc.jsonValue()), { selector: ([name]) => name })])(
  'gives the names of any object',
  (entries) => {
    const text = `{${entries.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(',')}}`
    expect([...outerNames(text)]).toEqual(entries.map(([name]) => name))
  },
)
