/** The part of jstat that is used; it comes without types. */
declare module 'jstat' {
  const jstat: {
    gammaln(x: number): number
    readonly studentt: {
      cdf(t: number, df: number): number
      inv(p: number, df: number): number
    }
  }
  export default jstat
}
