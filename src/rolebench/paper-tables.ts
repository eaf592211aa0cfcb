import type { BenchLanguage } from './layout.js';

/** A line of the paper's tables: Rouge-L against the three sets of references (papers.md 1.10, version 1 of the paper). */
export interface PaperRow {
  model: string;
  CUS: number;
  RAW: number;
  SPE: number;
}

const row = (model: string, CUS: number, RAW: number, SPE: number): PaperRow => ({ model, CUS, RAW, SPE });

export interface PaperTable {
  title: string;
  rows: readonly PaperRow[];
}

const TABLE_3: PaperTable = {
  title: 'Table 3, English, instruction generalization',
  rows: [
    row('RoleGPT', 0.5764, 0.5322, 0.3229),
    row('LLaMA', 0.1291, 0.1232, 0.2553),
    row('LLaMA-script', 0.0832, 0.0509, 0.1081),
    row('Alpaca', 0.2423, 0.3529, 0.2695),
    row('Vicuna', 0.2101, 0.255, 0.2913),
    row('RoleLLaMA', 0.3294, 0.3755, 0.3814),
  ],
};

const TABLE_4: PaperTable = {
  title: 'Table 4, Chinese, instruction generalization',
  rows: [
    row('RoleGPT', 0.5368, 0.5748, 0.2478),
    row('ChatGLM2', 0.3938, 0.506, 0.3099),
    row('ChatGLM2-script', 0.1401, 0.3066, 0.0915),
    row('RoleGLM', 0.5049, 0.5255, 0.3406),
  ],
};

const TABLE_5: PaperTable = {
  title: 'Table 5, English, role generalization',
  rows: [
    row('RoleGPT', 0.602, 0.5322, 0.2985),
    row('LLaMA', 0.1316, 0.1232, 0.2551),
    row('Alpaca', 0.2315, 0.3529, 0.2587),
    row('Vicuna', 0.2082, 0.255, 0.2775),
    row('RoleLLaMA', 0.4126, 0.4107, 0.2568),
  ],
};

/** The paper's table of a test set. */
export function paperTable(language: BenchLanguage, generalization: 'instruction' | 'role'): PaperTable {
  if (language === 'zh') return TABLE_4;
  return generalization === 'role' ? TABLE_5 : TABLE_3;
}

/** A count of Table 1 for both languages together and for each; null where the paper does not give it. */
export interface PaperCount {
  all: number | null;
  en: number | null;
  zh: number | null;
}

/**
 * The paper's Table 1: RoleBench's own counts (papers.md 1.2, 1.4, 1.5 and 1.8). Its role-specific samples by type are off by 100
 * from their sum, 20,484, as printed. Mean lengths are in words, over both languages.
 */
export const TABLE_1 = {
  roles: { all: 100, en: 95, zh: 5 },
  samples: { all: 168_093, en: null, zh: null },
  general_samples: { all: 147_609, en: 140_225, zh: 7_384 },
  role_specific_samples: { all: 20_484, en: 18_949, zh: 1_535 },
  script_based: { all: 7_164, en: null, zh: null },
  script_agnostic: { all: 13_220, en: null, zh: null },
  instructions: { all: 23_463, en: null, zh: null },
  general_instructions: { all: 2_979, en: 1_500, zh: 1_479 },
  instruction_length: { all: 25.71, en: null, zh: null },
  response_length: { all: 30.48, en: null, zh: null },
} as const satisfies Record<string, PaperCount>;
