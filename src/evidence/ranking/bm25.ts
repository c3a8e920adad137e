/** Okapi BM25 (Robertson and Zaragoza 2009) with k1 = 1.2 and b = 0.7, over documents given as terms. */
export interface Bm25 {
  /** Scores above 0 of the documents that share a term, by document index. Repeated terms of the query count once. */
  score(query: readonly string[]): Map<number, number>
}

const K1 = 1.2
const B = 0.7

export function bm25(documents: readonly (readonly string[])[]): Bm25 {
  const postings = new Map<string, { readonly documents: number[]; readonly counts: number[] }>()
  const lengths = new Float64Array(documents.length)
  let total = 0
  documents.forEach((terms, at) => {
    lengths[at] = terms.length
    total += terms.length
    const counts = new Map<string, number>()
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1)
    for (const [term, count] of counts) {
      const list = postings.get(term)
      if (list === undefined) postings.set(term, { documents: [at], counts: [count] })
      else {
        list.documents.push(at)
        list.counts.push(count)
      }
    }
  })
  const average = total / Math.max(1, documents.length)
  return {
    score(query) {
      const scores = new Map<number, number>()
      for (const term of new Set(query)) {
        const list = postings.get(term)
        if (list === undefined) continue
        const n = list.documents.length
        const idf = Math.log(1 + (documents.length - n + 0.5) / (n + 0.5))
        list.documents.forEach((document, at) => {
          const count = list.counts[at]!
          const norm = K1 * (1 - B + (B * lengths[document]!) / average)
          const gain = (idf * count * (K1 + 1)) / (count + norm)
          scores.set(document, (scores.get(document) ?? 0) + gain)
        })
      }
      return scores
    },
  }
}
