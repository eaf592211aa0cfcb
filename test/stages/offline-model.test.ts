import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChatMessage } from '../../src/llm/chat-model.js';
import { makeRequest } from '../../src/llm/chat-request.js';
import { speechOf } from '../../src/offline/speech.js';
import { loadPrompts, renderPrompt } from '../../src/prompts/load.js';
import { loadRecipes } from '../../src/recipes/index.js';
import type { LanguageCode } from '../../src/records.js';
import { offlineModelFor } from '../../src/stages/prompt-facts.js';

const offlineModel = offlineModelFor(await loadRecipes());
const prompts = loadPrompts();
const SAMPLING = { temperature: 0.7, top_p: 0.95, max_tokens: 200, frequency_penalty: 0, presence_penalty: 0 };

async function reply(
  id: string,
  slots: Record<string, string>,
  sample = 0,
  language: LanguageCode = 'en',
  turns: ChatMessage[] = [],
  max_tokens = SAMPLING.max_tokens,
) {
  const prompt = prompts(id, language);
  const messages = [...renderPrompt(prompt, slots), ...turns];
  const request = makeRequest(offlineModel, {
    messages,
    slots,
    sampling: { ...SAMPLING, max_tokens },
    sample,
    seed: 0,
    prompt: prompt.reference,
    language,
  });
  return (await offlineModel.complete(request)).content;
}

interface Triplet {
  question: string;
  confidence: string;
  rationale: string;
  answer: string;
}

const triplets = (content: string) => (JSON.parse(content) as { triplets: Triplet[] }).triplets;

const SCRIPT = `[10] (The wind rises.)
[11] Nora: I have climbed all the way. Who taught you to read the weather?
[12] Keeper: My mother taught me. She could smell a storm before the gulls had heard of it.
[13] Nora: You never leave this rock, they say in the village.
[14] Keeper: They say true. A keeper who dances is a keeper who drowns other men.
---
[20] Nora: Well?
[21] Keeper: No.`;

const ABOUT = { role_name: 'Keeper', script_name: 'The Lamp', role_description_and_catchphrases: 'You are terse.' };

describe('script-based questions', () => {
  test('ask in the second person about what was really said, and are answered by the role’s own line', async () => {
    const made = triplets(
      await reply('context-instruct.script-based', { ...ABOUT, script: SCRIPT, question_num: '10' }),
    );
    const own = 'My mother taught me. She could smell a storm before the gulls had heard of it.';
    expect(made).toContainEqual(
      expect.objectContaining({
        question: expect.stringMatching(/Nora.*"Who taught you to read the weather\?".*\?$/),
        confidence: 'High',
        answer: own,
      }),
    );
    for (const { question } of made) expect(question).toMatch(/\byou(?:r)?\b/i);
  });

  const LONGER = `${SCRIPT}
---
[30] Nora: What do you keep in the iron chest?
[31] Keeper: Letters. Every one of them was washed ashore.
[32] Nora: Why did you quarrel with the harbour master?
[33] Keeper: He wanted to put out the lamp to save oil.`;

  test('are at most as many as were asked for, and another sample brings others', async () => {
    const ask = (sample: number) =>
      reply('context-instruct.script-based', { ...ABOUT, script: LONGER, question_num: '2' }, sample);
    const [first, second] = [triplets(await ask(0)), triplets(await ask(1))];
    expect([first.length, second.length]).toEqual([2, 2]);
    expect(first.map(({ question }) => question)).not.toEqual(second.map(({ question }) => question));
  });

  test('put one exchange into one question, whichever sample asks', async () => {
    const samples = await Promise.all(
      [0, 1, 2, 3, 4].map((sample) =>
        reply('context-instruct.script-based', { ...ABOUT, script: LONGER, question_num: '2' }, sample),
      ),
    );
    const made = samples.flatMap(triplets);
    expect(new Set(made.map(({ question }) => question)).size).toBe(new Set(made.map(({ answer }) => answer)).size);
  });

  const made = async (script: string, role_name = 'Keeper', language: LanguageCode = 'en') =>
    triplets(
      await reply('context-instruct.script-based', { ...ABOUT, role_name, script, question_num: '9' }, 0, language),
    );
  const asked = (cue: string, answer: string) => made(`[1] Nora: ${cue}\n[2] Keeper: ${answer}`);

  test.each([
    ['a statement', 'You never leave this rock, they say.', 'They say true, and I say nothing.'],
    ['a statement with a question mark', 'You never leave this rock?', 'I never leave this rock before the spring.'],
    ['a word that another sentence explains', 'Did she bring it to the harbour?', 'Yes, she brought it on Monday.'],
    ['too few words', 'Well, Keeper?', 'The lamp is lit, and the boats are in.'],
    ['two things at once', 'Who lit the lamp? Why do you smile?', 'My mother lit the lamp tonight.'],
  ])('do not ask about a cue that is %s', async (_, cue, answer) => expect(await asked(cue, answer)).toEqual([]));

  test.each([
    ['asks back', 'Why do you want the lantern?'],
    ['is too short', 'My mother.'],
    ['repeats the question', 'Who taught me to read the weather!'],
  ])('have no answer that %s', async (_, answer) => {
    expect(await asked('Who taught you to read the weather?', answer)).toEqual([]);
  });

  test('wants yes or no: the answer says it, or takes the matter up', async () => {
    const cue = 'Will you climb down to the village?';
    expect(await asked(cue, 'Herring are cheap this week, sir.')).toEqual([]);
    expect(await asked(cue, 'No, the lamp needs me tonight.')).toHaveLength(1);
    expect(await asked(cue, 'The village has seen enough of me.')).toHaveLength(1);
  });

  test('are never about what was said to somebody else', async () => {
    const cue = '[2] Nora: Who taught you to read the weather?\n[3] Keeper: My mother taught me to read.';
    expect(await made(`[1] Abel: I can read the weather.\n${cue}\n[4] Abel: That is enough.`)).toEqual([]);
    expect(await made(`[1] Keeper: I can read the weather.\n${cue}\n[4] Abel: That is enough.`)).toHaveLength(1);
    const called = '[1] Nora: Abel, who taught you to read the weather?\n[2] Keeper: My mother taught him.';
    expect(await made(`${called}\n[3] Nora: Ah.\n[4] Abel: Yes.`)).toEqual([]);
  });

  test.each([
    ['他那里有甚衣服？', '师父莫管我，我自有处置。'],
    ['你往那里去？我来也。', '老孙往东土大唐走一遭。'],
  ])('in Chinese do not ask %s', async (cue, answer) => {
    expect(await made(`[1] 菩萨: ${cue}\n[2] 孙悟空: ${answer}`, '孙悟空', 'zh')).toEqual([]);
  });

  test('never take the words of somebody else, narration or a torn line for an answer', async () => {
    const speech = fc.constantFrom(
      'I came here by the long road.',
      'What is it that you want of me?',
      'Never (he laughs',
      'No "more',
      'Hm',
    );
    const line = fc.tuple(fc.constantFrom('Keeper', 'Nora', null), speech);
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 12 }), fc.nat(5), async (lines, sample) => {
        const script = lines
          .map(([speaker, text], k) => (speaker ? `[${k}] ${speaker}: ${text}` : `[${k}] (${text})`))
          .join('\n');
        const made = triplets(
          await reply('context-instruct.script-based', { ...ABOUT, script, question_num: '4' }, sample),
        );
        const own = lines.flatMap(([speaker, text]) => (speaker === 'Keeper' ? [text] : []));
        for (const { answer } of made) expect(own.some((text) => text.includes(answer))).toBe(true);
        for (const { answer } of made) expect(answer).toMatch(/[.?!]$/);
      }),
    );
  });

  test('show no stage direction, and ask about nothing that was broken off', async () => {
    const script =
      '[1] Nora: [Weeping] Who is to light the lamp to-night?\n[2] Keeper: [Aside] The lamp will be lit by me.\n[3] Nora: But if the wind should--\n[4] Keeper: Let it blow as it pleases.';
    const made = triplets(await reply('context-instruct.script-based', { ...ABOUT, script, question_num: '9' }));
    expect(made.map(({ answer }) => answer)).toEqual(['The lamp will be lit by me.']);
    expect(JSON.stringify(made)).not.toMatch(/Weeping|Aside/);
  });

  test('in Chinese ask in Chinese and quote the speaker', async () => {
    const script = '[1] 菩萨: 你这泼猴，如何又来打搅我的清净？\n[2] 孙悟空: 老孙不是来打搅，是来求菩萨救我师父一救。';
    const slots = { ...ABOUT, role_name: '孙悟空', script, question_num: '3' };
    const [first] = triplets(await reply('context-instruct.script-based', slots, 0, 'zh'));
    expect(first?.question).toMatch(/菩萨.*“你这泼猴，如何又来打搅我的清净？”.*你.*？$/);
    expect(first?.answer).toBe('老孙不是来打搅，是来求菩萨救我师父一救。');
  });
});

describe('script-agnostic questions', () => {
  const own_words =
    '- A friend is a man who rows out in a storm to tell you that you were wrong.\n- I never sleep before the herring boats are counted, and I never dream.';
  const slots = {
    role_name: 'Keeper',
    role_description_and_catchphrases:
      'You are terse. You talk most with Nora. Your catchphrases include: "mark my words".',
    own_words,
  };

  test('ask what the role is like, and what something is only where the role has said what it is', async () => {
    const made = triplets(await reply('context-instruct.script-agnostic', { ...slots, question_num: '10' }));
    expect(made.filter(({ confidence }) => confidence === 'High')).toMatchObject([
      { question: expect.stringContaining('describe yourself'), answer: 'I am terse. I talk most with Nora.' },
      {
        question: 'What, in your view, is a friend?',
        answer: 'A friend is a man who rows out in a storm to tell you that you were wrong.',
      },
    ]);
  });

  test('in Chinese ask what the role has said that something is', async () => {
    const words = '- 夫英雄者，胸怀大志，腹有良谋，吞吐天地之志者也。\n- 吾随后便到，汝等先行。';
    const about = { ...slots, role_description_and_catchphrases: '', own_words: words, question_num: '5' };
    const [first, ...rest] = triplets(await reply('context-instruct.script-agnostic', about, 0, 'zh'));
    expect(first?.question).toBe('依你看，何为英雄？');
    expect(rest.filter(({ confidence }) => confidence === 'High')).toEqual([]);
  });

  test('of a single question the answer is known, of several one is not, and of none there is none', async () => {
    const confidences = async (question_num: string) =>
      triplets(await reply('context-instruct.script-agnostic', { ...slots, question_num })).map(
        ({ confidence }) => confidence,
      );
    expect(await confidences('0')).toEqual([]);
    expect(await confidences('1')).toEqual(['High']);
    expect(await confidences('2')).toEqual(['High', 'Low']);
  });
});

describe('profiles', () => {
  test('the description is made of real sentences and does not name the role', async () => {
    const content = await reply('profile.description', {
      role_name: 'Keeper',
      script_name: 'The Lamp',
      excerpts: SCRIPT,
    });
    expect(content).toMatch(/^The character's description is: The character speaks/);
    expect(content).toContain('The character talks most with Nora.');
    expect(content).not.toContain('Keeper');
  });

  test.each([
    [
      'The character is old. He has a dog, feeds it and never complains.',
      'You are old. You have a dog, feed it and never complain.',
    ],
    ['The character’s sister does not trust the character.', 'Your sister does not trust you.'],
    ['The character says: "The character is mine."', 'You say: "The character is mine."'],
    ['She watches the boats and often goes down to the shore.', 'You watch the boats and often go down to the shore.'],
    ['People fear the king; the character does not.', 'People fear the king; you do not.'],
    [
      'He says: "I know him. He is mine. The character waits." He laughs.',
      'You say: "I know him. He is mine. The character waits." You laugh.',
    ],
    ['The character lies, tries and dies.', 'You lie, try and die.'],
    [
      'He eats when he is tired because he fears that he dies.',
      'You eat when you are tired because you fear that you die.',
    ],
    ['The lamp is the character’s, and so is the rock.', 'The lamp is yours, and so is the rock.'],
    ['The character has a dog and feeds his dog.', 'You have a dog and feed your dog.'],
    ["The character trusts no bridge, and she's proud of it.", 'You trust no bridge, and you are proud of it.'],
    [
      "The character is tired; he’s been at sea and he's cold.",
      'You are tired; you have been at sea and you are cold.',
    ],
  ])('%j becomes %j', (third, second) => expect(speechOf('en').toSecondPerson(third)).toBe(second));

  test('in the second person nothing outside of quotations is called the character, and quotations stay word for word', () => {
    const text = fc.constantFrom(
      'The character is old.',
      'Nobody trusts the character.',
      'The character’s dog is the character’s.',
      'Nora says to the character: "The character is mine. He sleeps."',
      'He thinks that the character lies,',
      'and sees the character',
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), (parts) => {
        const third = parts.join(' ');
        const second = speechOf('en').toSecondPerson(third);
        expect(second.replace(/"[^"]*"/g, '')).not.toMatch(/the character/i);
        expect(second.match(/"[^"]*"/g)).toEqual(third.match(/"[^"]*"/g));
      }),
    );
  });

  test('a Chinese description turns to 你, quotations stay', () => {
    expect(speechOf('zh').toSecondPerson('该角色好酒。他说过：“该角色是谁？”')).toBe('你好酒。你说过：“该角色是谁？”');
  });

  test.each([
    ['You are old and you trust nobody.', 'I am old and I trust nobody.'],
    ['People talk to you, and your dog loves you.', 'People talk to me, and my dog loves me.'],
    ['The rock is yours.', 'The rock is mine.'],
  ])('%j in the first person is %j', (second, first) => expect(speechOf('en').toFirstPerson(second)).toBe(first));

  test('catchphrases are the first of the phrases that were offered, none invented', async () => {
    const slots = {
      role_name: 'Keeper',
      script_name: 'The Lamp',
      count: '2',
      phrases: '- mark my words\n- burn my chair\n- by thunder',
      excerpts: SCRIPT,
    };
    expect(JSON.parse(await reply('profile.catchphrases', slots))).toEqual({
      catchphrases: [
        { text: 'mark my words', invented: false },
        { text: 'burn my chair', invented: false },
      ],
    });
  });
});

describe('answers to general instructions', () => {
  const turns: ChatMessage[] = [
    { role: 'user', content: 'Nora: Is it cold?' },
    { role: 'assistant', content: 'Cold enough to split a stone. I have split three.' },
    { role: 'user', content: 'Nora: What do you eat?' },
    { role: 'assistant', content: 'Herring, and on Sundays the other half of the herring.' },
    { role: 'user', content: 'Name something to eat on Sundays.' },
  ];
  const system = { role_name: 'Keeper', role_description_and_catchphrases: 'You are terse.' };

  test('are the role’s own lines, the one nearest to the instruction first', async () => {
    expect(await reply('rolegpt.system', system, 0, 'en', turns)).toBe(
      'Herring, and on Sundays the other half of the herring.',
    );
  });

  test('end with a whole sentence that fits into the tokens asked for', async () => {
    const ask = (tokens: number) => reply('rolegpt.system', system, 1, 'en', turns, tokens);
    expect(await ask(200)).toBe('Cold enough to split a stone. I have split three.');
    expect(await ask(8)).toBe('Cold enough to split a stone.');
  });

  test('differ from sample to sample while there are different ones', async () => {
    const answers = await Promise.all([0, 1, 2].map((sample) => reply('rolegpt.system', system, sample, 'en', turns)));
    expect(new Set(answers).size).toBe(3);
  });

  test('come from the demonstrations inside a prompt too, and without any from the description', async () => {
    const demonstrations = 'Nora: What do you eat?\nKeeper: Herring, and on Sundays the other half.';
    expect(await reply('rolegpt.few-shot-prompt', { ...system, demonstrations, instruction: 'Eat.' })).toBe(
      'Herring, and on Sundays the other half.',
    );
    expect(await reply('rolegpt.system', system, 0, 'en', [{ role: 'user', content: 'Eat.' }])).toBe('I am terse.');
  });
});

test('whatever stands in the slots, every prompt gets a reply, and a JSON prompt gets JSON', async () => {
  const ids = [
    'profile.description',
    'profile.second-person',
    'profile.catchphrases',
    'profile.categories',
    'context-instruct.script-based',
    'context-instruct.script-agnostic',
    'rolegpt.system',
    'rolegpt.few-shot-prompt',
  ];
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constant(SCRIPT),
    fc.constant('</script> <script> [1] Keeper: {{x}}'),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...ids),
      fc.constantFrom('en' as const, 'zh' as const),
      text,
      fc.nat(7),
      async (id, language, value, sample) => {
        const slots = Object.fromEntries(prompts(id, language).slots.map((name) => [name, value]));
        const content = await reply(id, slots, sample, language);
        expect(content.length).toBeGreaterThan(0);
        if (/catchphrases|categories|context/.test(id)) expect(() => JSON.parse(content)).not.toThrow();
      },
    ),
    { numRuns: 200 },
  );
});
