/** A play of our own, small enough to read, with two roles that talk enough for every stage. */
const EXCHANGES: [ask: string, answer: string][] = [
  [
    'Keeper, is the great lamp lit tonight?',
    'It is lit, mark my words, and it burns as bright as a whole harbour of candles.',
  ],
  [
    'What did the fishermen bring you this morning?',
    'They brought me seven herrings and a broken oar, and they asked for nothing.',
  ],
  [
    'Have you seen the grey ship beyond the reef?',
    'I have seen her twice. She carries no flag, mark my words, and she answers no signal.',
  ],
  [
    'Who taught you to read the weather?',
    'My mother taught me. She could smell a storm before the gulls had heard of it.',
  ],
  [
    'Will you come down to the village for the dance?',
    'I never leave the light. A keeper who dances is a keeper who drowns other men.',
  ],
  [
    'Are you not lonely up here in winter?',
    'The sea talks all night long, and I am too busy contradicting her to be lonely.',
  ],
  [
    'What do you keep in that iron chest?',
    'Letters. Every one of them was washed ashore, and every one of them waits for an answer.',
  ],
  [
    'Do you believe in the bell under the water?',
    'I believe in what I hear. It rang on the night your father was lost, mark my words.',
  ],
  [
    'Why did you quarrel with the harbour master?',
    'He wanted to put out the lamp to save oil. I told him that I would sooner burn my chair.',
  ],
  [
    'May I climb the stairs with you tomorrow?',
    'You may, if you count them aloud. There are two hundred and nine, and each has its own opinion.',
  ],
  [
    'How do you mend a cracked lens?',
    'With patience, warm pitch and a great deal of bad language. The patience is the hard part.',
  ],
  [
    'What would you do if the lamp went out?',
    'I would stand on the rock and hold up my own burning coat until the morning came.',
  ],
];

const script = EXCHANGES.map(([ask, answer]) => `NORA. ${ask}\n\nKEEPER. ${answer}\n`);
const half = Math.ceil(script.length / 2);

export const TINY_PLAY = `ACT I

${script.slice(0, half).join('\n')}
[The wind rises.]

ACT II

${script.slice(half).join('\n')}`;

/** Roles of the tiny play as the files of a folder. */
export const TINY_FILES: Record<string, string> = {
  'roles/keeper.yaml': 'name: Keeper\nlanguage: en\nscript: lamp.txt\nscript_name: The Lamp\n',
  'roles/nora.yaml': 'name: Nora\nlanguage: en\nscript: lamp.txt\nscript_name: The Lamp\n',
  'roles/lamp.txt': TINY_PLAY,
  'instructions.txt':
    'Name three things that float.\nWhat is the best way to learn a language?\nWrite one sentence about the night.\nHow do you keep warm in winter?\n',
};

/** Settings with which what the embedded model writes is exported for training too. */
export const WITH_REHEARSAL = { 'rolellm.config.yaml': 'export: { rehearsal: true }\n' };

/** What makes the tiny roles' dataset: RoleBench's two sets, without the scenes of the play. */
export const GENERATE: readonly string[] = [
  'generate',
  '--roles',
  'roles',
  '--instructions',
  'instructions.txt',
  '--per-role',
  '4',
  '--recipes',
  'context-instruct',
  'rolegpt',
  '--quiet',
];
