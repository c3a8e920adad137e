const SURROGATE = /[\ud800-\udfff]/

/**
 * Where each code point of a text starts, in UTF-16 code units, with the text's length at the end;
 * `null` when both count alike (no surrogates).
 */
export function utf16Positions(text: string): Int32Array | null {
  if (!SURROGATE.test(text)) return null
  const positions = new Int32Array(text.length + 1)
  let count = 0
  for (let at = 0; at < text.length; count++) {
    positions[count] = at
    at += text.codePointAt(at)! > 0xffff ? 2 : 1
  }
  positions[count] = text.length
  return positions.subarray(0, count + 1)
}
