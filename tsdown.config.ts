import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: { polyvia: 'src/cli/main.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node20',
  outDir: 'dist',
  fixedExtension: false,
  dts: false,
  clean: true,
})
