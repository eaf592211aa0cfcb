/** A recipe of talks of several turns, so that an export of them can be opened with the real tools: in one, a turn is not to be trained on. */
const say = (by, text, trained = by === 'role') => ({ by, speaker: null, text, trained });

const TALKS = {
  whole: [
    say('user', 'Is it cold upon the wall?'),
    say('role', 'Bitter cold, and I am sick at heart.'),
    say('user', 'Who relieves you?'),
    say('role', 'Whoever comes at the stroke of twelve.'),
  ],
  partly: [
    say('user', 'Who goes there?'),
    say('role', 'A friend to this ground.'),
    say('user', 'Have you had quiet guard?'),
    say('role', 'Not a mouse stirring, I think.', false),
    say('user', 'What was that I heard?'),
    say('role', 'Nothing but the wind in the stones.'),
  ],
};

export default ({ z }) => {
  const Row = z.strictObject({ id: z.string(), role: z.string(), language: z.string(), talk: z.string() });
  /** Each role has each talk; nothing is asked for. */
  const makeRows = function* ({ role, language }) {
    return Object.keys(TALKS).map((talk) => ({ id: `${talk}-${role}`, role, language, talk }));
  };
  const talks = {
    name: 'talks',
    title: 'talks',
    row: Row,
    prompts: {},
    kinds: { talk: { title: 'talk', isRoleSpecific: false } },
    open: () => ({
      countUnits: () => 1,
      *units({ profile }) {
        yield { name: profile.role, work: () => makeRows(profile) };
      },
    }),
    samples: ({ id, role, language, talk }) => [
      {
        ...{ id, recipe: 'talks', kind: 'talk', role, language, model: 'script', requests: [], held_out: false },
        ...{ system: `You are ${role}, at night, upon a wall.`, turns: TALKS[talk], rejected: null, segment: null },
        ...{ confidence: null, category: null, source: null, raw_answer: null, grounding: null },
      },
    ],
  };
  return { recipes: [talks] };
};
