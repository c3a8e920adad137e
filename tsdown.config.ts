import { defineConfig } from 'tsdown'

export default defineConfig({
  // Parquet files are read in a process of their own.
  entry: { polyvia: 'src/cli/main.ts', 'parquet-process': 'src/data/parquet-process.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node20',
  outDir: 'dist',
  fixedExtension: false,
  dts: false,
  clean: true,
})
