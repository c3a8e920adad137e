/**
 * The languages of XTREME-R (50, those of XTREME among them), one row a language.
 *
 * Columns and where they come from:
 * - `code`: BCP 47, as XTREME and XTREME-R name their files (google-research/xtreme, README and evaluate.py).
 * - `iso3`: ISO 639-3 as in Tatoeba's file names (the map `lang3_dict` of google-research/xtreme utils_preprocess.py;
 *   ISO 639-3 for gu ht ms my pa qu wo yo, which it lacks). Individual languages, not macrolanguages, where Tatoeba has
 *   them: fa pes, sw swh, zh cmn.
 * - `name`: English name, common usage.
 * - `family`, `genus`: WALS 2020.4 (cldf-datasets/wals), families under XTREME's names (Altaic -> Turkic, Tai-Kadai ->
 *   Kra-Dai), isolates marked, Haitian as creole.
 * - `script`: ISO 15924, as in the language tags of MTEB's Tatoeba, Flores and SIB subsets.
 * - `morphology`: the traditional four-way label, assigned by the authors of this table, without a source; null where
 *   the label would be a guess (bn mr my).
 * - `joshiClass`: resource class 0 to 5, Joshi et al. 2020 (arXiv 2004.09095), list lang2tax. Haitian is in it twice
 *   ("haitian" 2, "haitian creole" 0); 2 is kept.
 * - `cc100GiB`: size of the XLM-R pretraining text, Conneau et al. 2020 (arXiv 1911.02116) table 6; null where the
 *   language is not in it. Romanised text is left out; zh and my are sums of two rows.
 * - `xtreme`: one of the 40 languages of XTREME.
 */
type Row = readonly [
  code: string,
  iso3: string,
  name: string,
  family: string,
  genus: string,
  script: string,
  morphology: Morphology | null,
  joshiClass: 0 | 1 | 2 | 3 | 4 | 5,
  cc100GiB: number | null,
  xtreme: boolean,
]

export type Morphology = 'agglutinative' | 'fusional' | 'introflexive' | 'isolating'

// biome-ignore format: one language a line
export const ROWS: readonly Row[] = [
  ['af', 'afr', 'Afrikaans', 'Indo-European', 'Germanic', 'Latn', 'fusional', 3, 1.3, true],
  ['ar', 'ara', 'Arabic', 'Afro-Asiatic', 'Semitic', 'Arab', 'introflexive', 5, 28, true],
  ['az', 'aze', 'Azerbaijani', 'Turkic', 'Turkic', 'Latn', 'agglutinative', 1, 6.5, false],
  ['bg', 'bul', 'Bulgarian', 'Indo-European', 'Slavic', 'Cyrl', 'fusional', 3, 57.5, true],
  ['bn', 'ben', 'Bengali', 'Indo-European', 'Indic', 'Beng', null, 3, 8.4, true],
  ['de', 'deu', 'German', 'Indo-European', 'Germanic', 'Latn', 'fusional', 5, 66.6, true],
  ['el', 'ell', 'Greek', 'Indo-European', 'Greek', 'Grek', 'fusional', 3, 46.9, true],
  ['en', 'eng', 'English', 'Indo-European', 'Germanic', 'Latn', 'fusional', 5, 300.8, true],
  ['es', 'spa', 'Spanish', 'Indo-European', 'Romance', 'Latn', 'fusional', 5, 53.3, true],
  ['et', 'est', 'Estonian', 'Uralic', 'Finnic', 'Latn', 'agglutinative', 3, 6.1, true],
  ['eu', 'eus', 'Basque', 'Isolate (Basque)', 'Basque', 'Latn', 'agglutinative', 4, 2, true],
  ['fa', 'pes', 'Persian', 'Indo-European', 'Iranian', 'Arab', 'fusional', 4, 111.6, true],
  ['fi', 'fin', 'Finnish', 'Uralic', 'Finnic', 'Latn', 'agglutinative', 4, 54.3, true],
  ['fr', 'fra', 'French', 'Indo-European', 'Romance', 'Latn', 'fusional', 5, 56.8, true],
  ['gu', 'guj', 'Gujarati', 'Indo-European', 'Indic', 'Gujr', 'fusional', 1, 1.9, false],
  ['he', 'heb', 'Hebrew', 'Afro-Asiatic', 'Semitic', 'Hebr', 'introflexive', 3, 31.6, true],
  ['hi', 'hin', 'Hindi', 'Indo-European', 'Indic', 'Deva', 'fusional', 4, 20.2, true],
  ['ht', 'hat', 'Haitian Creole', 'Creole', 'Creoles and Pidgins', 'Latn', 'isolating', 2, null, false],
  ['hu', 'hun', 'Hungarian', 'Uralic', 'Ugric', 'Latn', 'agglutinative', 4, 58.4, true],
  ['id', 'ind', 'Indonesian', 'Austronesian', 'Malayo-Sumbawan', 'Latn', 'agglutinative', 3, 148.3, true],
  ['it', 'ita', 'Italian', 'Indo-European', 'Romance', 'Latn', 'fusional', 4, 30.2, true],
  ['ja', 'jpn', 'Japanese', 'Japonic', 'Japanese', 'Jpan', 'agglutinative', 5, 69.3, true],
  ['jv', 'jav', 'Javanese', 'Austronesian', 'Javanese', 'Latn', 'agglutinative', 1, 0.2, true],
  ['ka', 'kat', 'Georgian', 'Kartvelian', 'Kartvelian', 'Geor', 'agglutinative', 3, 9.1, true],
  ['kk', 'kaz', 'Kazakh', 'Turkic', 'Turkic', 'Cyrl', 'agglutinative', 3, 6.4, true],
  ['ko', 'kor', 'Korean', 'Isolate (Korean)', 'Korean', 'Hang', 'agglutinative', 4, 54.2, true],
  ['lt', 'lit', 'Lithuanian', 'Indo-European', 'Baltic', 'Latn', 'fusional', 3, 13.7, false],
  ['ml', 'mal', 'Malayalam', 'Dravidian', 'Dravidian', 'Mlym', 'agglutinative', 1, 7.6, true],
  ['mr', 'mar', 'Marathi', 'Indo-European', 'Indic', 'Deva', null, 2, 2.8, true],
  ['ms', 'msa', 'Malay', 'Austronesian', 'Malayo-Sumbawan', 'Latn', 'agglutinative', 3, 8.5, true],
  ['my', 'mya', 'Burmese', 'Sino-Tibetan', 'Burmese-Lolo', 'Mymr', null, 1, 2, true],
  ['nl', 'nld', 'Dutch', 'Indo-European', 'Germanic', 'Latn', 'fusional', 4, 29.3, true],
  ['pa', 'pan', 'Punjabi', 'Indo-European', 'Indic', 'Guru', 'fusional', 2, 0.8, false],
  ['pl', 'pol', 'Polish', 'Indo-European', 'Slavic', 'Latn', 'fusional', 4, 44.6, false],
  ['pt', 'por', 'Portuguese', 'Indo-European', 'Romance', 'Latn', 'fusional', 4, 49.1, true],
  ['qu', 'que', 'Quechua', 'Quechuan', 'Quechuan', 'Latn', 'agglutinative', 1, null, false],
  ['ro', 'ron', 'Romanian', 'Indo-European', 'Romance', 'Latn', 'fusional', 3, 61.4, false],
  ['ru', 'rus', 'Russian', 'Indo-European', 'Slavic', 'Cyrl', 'fusional', 4, 278, true],
  ['sw', 'swh', 'Swahili', 'Niger-Congo', 'Bantu', 'Latn', 'agglutinative', 2, 1.6, true],
  ['ta', 'tam', 'Tamil', 'Dravidian', 'Dravidian', 'Taml', 'agglutinative', 3, 12.2, true],
  ['te', 'tel', 'Telugu', 'Dravidian', 'Dravidian', 'Telu', 'agglutinative', 1, 4.7, true],
  ['th', 'tha', 'Thai', 'Kra-Dai', 'Kam-Tai', 'Thai', 'isolating', 3, 71.7, true],
  ['tl', 'tgl', 'Tagalog', 'Austronesian', 'Greater Central Philippine', 'Latn', 'agglutinative', 3, 3.1, true],
  ['tr', 'tur', 'Turkish', 'Turkic', 'Turkic', 'Latn', 'agglutinative', 4, 20.9, true],
  ['uk', 'ukr', 'Ukrainian', 'Indo-European', 'Slavic', 'Cyrl', 'fusional', 3, 84.6, false],
  ['ur', 'urd', 'Urdu', 'Indo-European', 'Indic', 'Arab', 'fusional', 3, 5.7, true],
  ['vi', 'vie', 'Vietnamese', 'Austro-Asiatic', 'Vietic', 'Latn', 'isolating', 4, 137.3, true],
  ['wo', 'wol', 'Wolof', 'Niger-Congo', 'Wolof', 'Latn', 'agglutinative', 2, null, false],
  ['yo', 'yor', 'Yoruba', 'Niger-Congo', 'Defoid', 'Latn', 'isolating', 2, null, true],
  ['zh', 'cmn', 'Chinese (Mandarin)', 'Sino-Tibetan', 'Chinese', 'Hans', 'isolating', 5, 63.5, true],
]
