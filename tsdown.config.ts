import { defineConfig } from 'tsdown'

export default defineConfig({
  // Parquet files and tokenizers are opened in processes of their own.
  entry: {
    polyvia: 'src/cli/main.ts',
    'parquet-process': 'src/data/parquet-process.ts',
    'tokenizer-process': 'src/features/tokenizer-process.ts',
  },
  format: 'esm',
  platform: 'node',
  target: 'node20',
  outDir: 'dist',
  fixedExtension: false,
  dts: false,
  clean: true,
})
