const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text that bytes are, byte order mark included; null where they are not UTF-8. U+FFFD that was written is text. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes)
  } catch {
    return null
  }
}

/** Line, from 1, that holds the first bytes that are not UTF-8. Lines end at byte 10, in UTF-8 never part of another character. */
export function lineNotUtf8(bytes: Uint8Array): number {
  let start = 0
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(10, start)
    if (end < 0 || decodeUtf8(bytes.subarray(start, end)) === null) return line
    start = end + 1
  }
}
