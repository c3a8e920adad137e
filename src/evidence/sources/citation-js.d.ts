/** What is used of citation-js, which has no types: text to entries in CSL-JSON. */
declare module '@citation-js/core' {
  export const plugins: {
    readonly input: {
      chain(
        text: string,
        options: { readonly forceType: string; readonly generateGraph: boolean },
      ): readonly unknown[]
    }
  }
}
declare module '@citation-js/plugin-bibtex' {}
declare module '@citation-js/plugin-ris' {}
