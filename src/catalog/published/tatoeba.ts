import { type PublishedResult, perLanguage, row } from './result.ts'

const CODES =
  'af ar az bg bn de el es et eu fa fi fr he hi hu id it ja jv ka kk ko lt ml mr nl pl pt ro ru sw ta te th tl tr uk ur vi zh'.split(
    ' ',
  )
const columns = perLanguage('tatoeba', 'retrieval-accuracy', CODES)

/** Sentence encoders, all trained on parallel data or distilled with it. */
const ENCODERS: Readonly<Record<string, string>> = {
  LaBSE:
    'af 97.1* ar 91.1* az 96.1* bg 95.9* bn 91.1* de 99.4* el 96.5* es 98.8* et 97.4* eu 96.1* fa 95.8* fi 97.1* fr 96.0* he 93.5* hi 97.6* hu 97.4* id 95.0* it 94.0* ja 96.5* jv 83.4* ka 96.1* kk 89.9* ko 92.9* lt 97.3* ml 98.8* mr 94.4* nl 97.0* pl 97.8* pt 95.4* ro 97.6* ru 95.3* sw 87.4* ta 91.2* te 98.3* th 97.1* tl 96.9* tr 98.5* uk 95.2* ur 94.7* vi 97.9* zh 96.3*',
  'multilingual-e5-small':
    'af 90.5* ar 80.7* az 88.2* bg 87.8* bn 86.5* de 98.0* el 89.7* es 95.4* et 66.8* eu 65.8* fa 89.0* fi 77.1* fr 93.0* he 76.1* hi 95.8* hu 82.5* id 91.5* it 90.9* ja 87.5* jv 62.4* ka 87.5* kk 83.8* ko 79.9* lt 71.5* ml 96.7* mr 91.6* nl 93.8* pl 91.4* pt 91.5* ro 89.7* ru 92.3* sw 75.9* ta 88.3* te 92.7* th 91.2* tl 87.6* tr 92.6* uk 88.1* ur 90.3* vi 91.7* zh 92.4*',
  'multilingual-e5-base':
    'af 89.6* ar 86.1* az 87.7* bg 91.2* bn 85.0* de 97.7* el 92.2* es 97.7* et 74.1* eu 60.8* fa 89.3* fi 88.5* fr 94.3* he 78.8* hi 94.7* hu 87.1* id 92.2* it 92.3* ja 92.3* jv 66.3* ka 81.8* kk 79.8* ko 86.8* lt 78.7* ml 97.5* mr 89.6* nl 94.7* pl 95.8* pt 94.1* ro 92.9* ru 93.7* sw 70.5* ta 88.3* te 90.6* th 95.4* tl 86.5* tr 94.2* uk 90.8* ur 88.9* vi 95.7* zh 94.7*',
  'multilingual-e5-large':
    'af 92.4* ar 88.0* az 90.2* bg 94.6* bn 86.7* de 99.3* el 95.3* es 97.8* et 87.5* eu 81.0* fa 93.8* fi 96.4* fr 94.9* he 89.4* hi 95.8* hu 95.2* id 94.3* it 94.6* ja 96.4* jv 80.5* ka 87.1* kk 83.8* ko 92.7* lt 90.4* ml 98.3* mr 91.2* nl 97.4* pl 97.4* pt 94.9* ro 96.0* ru 94.1* sw 76.7* ta 90.6* te 93.2* th 96.5* tl 93.7* tr 97.2* uk 94.8* ur 91.6* vi 97.7* zh 96.4*',
  'multilingual-e5-large-instruct':
    'af 96.7* ar 93.2* az 95.3* bg 95.7* bn 91.5* de 99.5* el 96.1* es 98.9* et 90.0* eu 87.4* fa 96.0* fi 97.5* fr 96.1* he 93.4* hi 98.1* hu 95.7* id 95.5* it 95.4* ja 97.3* jv 88.3* ka 94.2* kk 90.1* ko 93.6* lt 93.3* ml 99.1* mr 94.1* nl 98.0* pl 97.9* pt 95.9* ro 97.9* ru 95.2* sw 83.8* ta 92.5* te 96.6* th 97.4* tl 96.9* tr 98.5* uk 96.0* ur 94.7* vi 98.1* zh 97.3*',
  'paraphrase-multilingual-MiniLM-L12-v2':
    'af 64.0* ar 90.6* az 67.8* bg 94.3* bn 42.4* de 97.7* el 96.5* es 96.5* et 98.0* eu 27.4* fa 94.2* fi 94.7* fr 93.5* he 89.5* hi 98.1* hu 93.3* id 94.2* it 94.5* ja 92.5* jv 22.0* ka 96.5* kk 40.7* ko 94.2* lt 94.7* ml 36.1* mr 94.1* nl 95.9* pl 95.5* pt 93.7* ro 96.3* ru 93.8* sw 20.3* ta 28.7* te 41.5* th 97.4* tl 15.6* tr 96.2* uk 94.4* ur 95.8* vi 96.3* zh 96.1*',
  'paraphrase-multilingual-mpnet-base-v2':
    'af 77.7* ar 92.3* az 81.1* bg 94.9* bn 71.2* de 98.3* el 96.1* es 97.7* et 98.8* eu 37.0* fa 94.8* fi 96.9* fr 94.6* he 90.9* hi 98.3* hu 95.4* id 94.9* it 95.1* ja 94.1* jv 29.8* ka 96.5* kk 66.6* ko 94.7* lt 96.4* ml 91.1* mr 95.3* nl 96.5* pl 97.6* pt 94.3* ro 97.2* ru 94.5* sw 21.5* ta 78.5* te 84.2* th 96.9* tl 21.5* tr 97.0* uk 94.0* ur 96.2* vi 97.9* zh 96.8*',
  'bge-m3':
    'af 93.8* ar 90.2* az 91.4* bg 93.3* bn 88.8* de 99.3* el 96.3* es 97.6* et 92.6* eu 77.7* fa 93.7* fi 96.7* fr 95.5* he 90.2* hi 96.5* hu 94.6* id 94.8* it 94.1* ja 95.2* jv 66.3* ka 92.8* kk 83.3* ko 92.1* lt 92.5* ml 97.8* mr 91.2* nl 96.8* pl 97.3* pt 95.4* ro 96.7* ru 94.7* sw 79.0* ta 90.6* te 94.4* th 97.4* tl 83.3* tr 95.8* uk 94.0* ur 92.8* vi 97.1* zh 96.3*',
  'gte-multilingual-base':
    'af 85.7* ar 81.7* az 83.4* bg 93.3* bn 78.1* de 98.2* el 93.7* es 98.2* et 83.1* eu 68.6* fa 90.7* fi 90.6* fr 94.7* he 80.5* hi 94.8* hu 91.2* id 93.9* it 93.0* ja 94.7* jv 40.0* ka 77.6* kk 72.3* ko 87.3* lt 81.0* ml 95.9* mr 87.5* nl 95.1* pl 96.1* pt 95.6* ro 92.7* ru 94.6* sw 64.1* ta 87.3* te 91.5* th 92.7* tl 72.3* tr 96.8* uk 93.3* ur 87.2* vi 96.8* zh 96.7*',
  SONAR:
    'af 98.1* ar 95.2* az 91.4* bg 95.8* bn 91.3* de 99.3* el 96.5* es 98.9* et 97.8* eu 96.5* fa 95.5* fi 98.2* fr 96.4* he 94.0* hi 97.8* hu 97.7* id 95.5* it 96.8* ja 95.9* jv 88.3* ka 95.0* kk 90.6* ko 92.0* lt 98.0* ml 98.3* mr 94.9* nl 97.9* pl 98.2* pt 96.3* ro 98.2* ru 95.6* sw 93.6* ta 90.2* te 93.6* th 96.9* tl 97.7* tr 98.7* uk 95.6* ur 94.7* vi 97.8* zh 95.2*',
}

/** Tatoeba by language: raw XLM-R Large, and sentence encoders in the other direction. */
export const TATOEBA_RESULTS: readonly PublishedResult[] = [
  ...row(
    {
      paper: 'Phang 2020, replication of the retrieval baselines in the code of X-STILTs',
      arxiv: null,
      place: 'jiant-dev/jiant-dev, pull request 128',
      model: 'XLM-R Large',
      arm: 'baseline',
      split: 'test',
      note: 'Layer 14, mean pooling, 256 tokens.',
    },
    columns,
    'af 30.5* ar 20.4* bg 39.0* bn 13.3* de 63.9* el 18.9* es 48.0* et 25.8* eu 19.9* fa 42.0* fi 41.5* fr 48.1* he 28.0* hi 38.3* hu 42.5* id 47.0* it 42.3* ja 41.8* jv 10.2* ka 11.8* kk 17.4* ko 35.5* ml 19.4* mr 15.2* nl 52.6* pt 47.2* ru 42.1* sw 7.9* ta 9.1* te 19.7* th 27.4* tl 10.3* tr 37.8* ur 22.5* vi 38.3* zh 41.2*',
  ),
  ...Object.entries(ENCODERS).flatMap(([model, cells]) =>
    row(
      {
        paper: 'Massive Text Embedding Benchmark',
        arxiv: '2210.07316',
        place: 'embeddings-benchmark/results (f4cc6c8), Tatoeba',
        model,
        arm: 'parallel-data',
        split: 'test',
        direction: 'to-english',
        note: 'The query is the other language, the candidates are English: the opposite of XTREME.',
      },
      columns,
      cells,
    ),
  ),
]
