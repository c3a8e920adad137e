/** What is used of citation-js, which has no types: text to entries in CSL-JSON, and those to BibTeX. */
declare module '@citation-js/core' {
  export const plugins: {
    readonly input: {
      chain(
        text: string,
        options: { readonly forceType: string; readonly generateGraph: boolean },
      ): readonly unknown[]
    }
    readonly output: { format(name: 'bibtex', entries: readonly object[]): string }
    readonly config: {
      get(name: '@bibtex'): { readonly format: { useIdAsLabel: boolean; asciiOnly: boolean } }
    }
  }
}
declare module '@citation-js/plugin-bibtex' {}
