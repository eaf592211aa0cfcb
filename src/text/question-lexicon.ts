const listed = (text: string) => text.trim().split(/\s+/);
const lines = (text: string) => text.trim().split('\n').map(listed);

/** Words of grammar, and words with which an interviewer asks anything: they say nothing about what is asked. */
export const LIGHT_WORDS: ReadonlySet<string> = new Set(
  listed(`
  a an the of to in on at for from by with about into upon as is it its are was were be been being am do does did have has had
  will would can could should shall may might and or but so that this these those me my you your yours yourself i we us our
  please any some really just ever then there if what how which who whom whose when where why than over during throughout towards
  toward also such most more much very kind way thing
  subject matter topic concept principle idea question like up brought somebody something anything somehow only own course events
  lips turned wanted call
  的 了 吗 呢 是 在 有 您 你 我 们 请 问 地 得 着 过 这 那 和 与 个 会 对 于 吧 啊 被 把 而 也 都 说 讲 谈 话 道 还 曾 要 能 可 很 到 就 又 才
  `),
);

/** One of these turns a question around. */
export const NEGATIONS: ReadonlySet<string> = new Set(['no', 'not', 'never', 'without', 'neither', 'nor']);

/** What people do in any conversation. Lines that begin alike count as one word; it says little about what is asked. */
export const SPOKEN = lines(`
  think thought thoughts believe consider feel felt feeling feelings view views opinion
  say said says saying speak spoke spoken talk talked tell told word words describe explain share discuss mention
  say answer answered reply replied respond
  ask asked asks
  remember recall
  know knew
  hear hears heard hearing
  go goes went going gone come comes came coming
`);

/** Each line counts as one word: irregular forms, and words that interviewers use for each other. */
export const ALIKE = lines(`
  motivate inspire lead led drive drove make made prompt cause
  influence affect impact shape effect change evolve fuel
  guilt guilty remorse regret
  great greatest big biggest large largest
  good best favourite favorite
  flaw weakness shortcoming fault
  treasure treasured prize prized valued valuable
  choose chose chosen pick select
  begin began begun start
  end ended finish
  complicated complex
  hard difficult
  handle deal cope
  job duty work role
  afraid fear fearful scared
  film movie
  kill murder slay slew slain
  give gave given
  get got gain
  find found
  see saw seen
  meet met
  leave left
  lose lost loss
  hide hid hidden
  sell sold
  teach taught
  learn learned learnt
  win won
  fight fought
  bring brought
  take took taken
  grow grew grown
  keep kept
  write wrote written
  fall fell fallen
  become became
  run ran
  steal stole stolen
  break broke broken
  send sent
  build built
  buy bought
  die died death dead
  皇帝 皇上
  愿望 心愿
  打算 规划
  害怕 怕
  如果 要是 假如 若
`);

/** Chinese phrases that are one word here; `light` ones say little, the others ask for a person, place, time or reason. */
export const PHRASES = lines(`
  why 原因 为什么 为何 为啥 何故 缘何
  when 什么时候 何时 几时
  where 哪里 哪儿 何处 什么地方 在哪
  who 谁 何人
  light 怎么看待 如何看待 怎样看待 怎么样 怎么 怎样 如何 什么样 什么 何 哪些 是否 有没有 能不能 能否 可否
  light 的时候 之后 看法 看待 怎么看 评价 感想 感受 认为 觉得 意见 
  light 谈谈 说说 讲讲 描述
  light 一下 告诉 解释 介绍 请问 究竟 到底 自己 对于 关于 应答 回答 作答 说过 记得 接着
  light 接下来 这句话 当时 说起 说到 提到 有人 若有人 接话 哪些话 一番话 开头 后面 问起 回了 在你看来 有人问
`);

/** Words that ask for a person, a place, a time or a reason, where they begin a question or an auxiliary follows them. */
export const ASKING_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({ who: 'who', whom: 'whom', whose: 'whose', where: 'where', when: 'when', why: 'why', reason: 'why' }),
);
export const AUXILIARIES: ReadonlySet<string> = new Set(
  listed(
    'do does did is are was were will would can could shall should may might must have has had not am ever never it you',
  ),
);
