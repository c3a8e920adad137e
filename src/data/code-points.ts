/** From code points, which Python counts, to UTF-16 code units, which JavaScript counts; null outside the text. */
export function codePointIndex(text: string): (codePoint: number) => number | null {
  if (!/[\ud800-\udbff]/.test(text)) return (at) => (at >= 0 && at <= text.length ? at : null)
  const starts: number[] = []
  for (let at = 0; at < text.length; at += text.codePointAt(at)! > 0xffff ? 2 : 1) starts.push(at)
  starts.push(text.length)
  return (at) => starts[at] ?? null
}
