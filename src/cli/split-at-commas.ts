/** Parts of a list option, `a,b, c`; empty parts are dropped. */
export const splitAtCommas = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
