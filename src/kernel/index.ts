export { type ExitCode, formatPlace, messageOf, type Place, PolyviaError } from './error.ts'
export { canonicalJson, contentKey, type Key, sha256, sha256File } from './hash.ts'
export { type RandomStream, randomStream } from './random.ts'
export { countValues, readSafetensors, type Tensor, type Tensors, writeSafetensors } from './safetensors.ts'
