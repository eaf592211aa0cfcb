/**
 * A plug-in whose samples have worse last turns, half of them after five other turns, so that an export has preference pairs
 * without a model: what scripts/verify-exports opens.
 */
const SAID = [
  [
    'Good morrow, my friend. How do you fare?',
    'Well enough, and better for a civil greeting.',
    'I am doing fine, thank you for asking.',
  ],
  ['What would you have me do?', 'Hold your tongue and watch the door.', 'Here are three things you can do today.'],
  ['And if they come by night?', 'Then they shall find me waking.', 'You should call the police in such a case.'],
  ['Shall we meet again?', 'If the stars allow it, and my purse.', 'Sure, just send me a message.'],
];

const turn = (by, text) => ({ by, speaker: null, text, trained: by === 'role' });

export default ({ z }) => ({
  recipes: [
    {
      name: 'better-and-worse',
      title: 'better and worse',
      prompts: {},
      kinds: { pair: { title: 'pair', isRoleSpecific: false } },
      row: z.strictObject({ id: z.string(), role: z.string(), language: z.string(), from: z.number(), to: z.number() }),
      open: () => ({
        countUnits: () => 1,
        *units({ profile: { role, language } }) {
          const rows = [
            [0, 1],
            [1, 4],
          ].map(([from, to]) => ({ id: `${role}-${from}`, role, language, from, to }));
          if (language === 'en')
            yield {
              name: role,
              // biome-ignore lint/correctness/useYield: a unit is a generator, and this one asks for nothing.
              *work() {
                return rows;
              },
            };
        },
      }),
      samples: ({ id, role, language, from, to }) => {
        const said = SAID.slice(from, to);
        return [
          {
            id,
            recipe: 'better-and-worse',
            kind: 'pair',
            role,
            language,
            model: 'nobody',
            requests: [],
            turns: said.flatMap(([question, answer]) => [turn('user', question), turn('role', answer)]),
            rejected: said.at(-1)[2],
            system: null,
            segment: null,
            confidence: null,
            category: null,
            source: null,
            raw_answer: null,
            grounding: null,
          },
        ];
      },
    },
  ],
});
