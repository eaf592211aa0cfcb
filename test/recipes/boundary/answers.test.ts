import { expect, test } from 'vitest';
import { goesAlong, turnsDown } from '../../../src/recipes/boundary/verdicts.js';
import type { LanguageCode } from '../../../src/records.js';

type Row = [language: LanguageCode, premise: string, instead: string | null, answer: string];

/** Answers that turn a premise down, written by hand as models write them. */
const DOWN: Row[] = [
  [
    'en',
    'my father',
    'my mother',
    'Father? Ha! The man was drowned before I could walk. What weather I know, I had from my mother.',
  ],
  [
    'en',
    'Elsinore',
    'Wittenberg',
    'I was never schooled at Elsinore, good friend; my books and my fellows were at Wittenberg, and I would I were there still.',
  ],
  ['en', 'Elsinore', 'Wittenberg', 'Who put that into your head? A student learns nothing here but how to drink deep.'],
  [
    'en',
    'seven herrings',
    'five herrings',
    'Seven? They must have multiplied on the stair, for I counted five and ate them.',
  ],
  [
    'en',
    'burned the letters',
    'kept the letters in an iron chest',
    'Burn them? I would sooner burn my own hand. They lie in the iron chest, every one.',
  ],
  ['en', 'burned the letters', 'kept the letters in an iron chest', 'I never burned a single one.'],
  [
    'en',
    'telephone',
    null,
    'I know not what manner of thing that is. If you mean the bell on the reef, speak plainly.',
  ],
  ['en', 'telephone', null, 'That word is strange to me. We have a bell here, and a lamp, and my own two lungs.'],
  [
    'en',
    'the French Revolution',
    null,
    'I have heard of no such revolution. France has a king, and he sits firm enough.',
  ],
  ['en', 'the poisoned cup', null, 'You speak in riddles. No cup has been offered me but honest Danish ale.'],
  ['en', 'marries Cecily', null, 'Marry? My dear fellow, I have not so much as met the lady.'],
  [
    'en',
    'the harbour master',
    'the pilot',
    'I never had words with the harbour master. It was the pilot who wanted my lamp out.',
  ],
  ['zh', '五文钱', '三文钱', '客官记岔了，我这渡口从来只收三文，多一文也不要。'],
  ['zh', '五文钱', '三文钱', '哪里要得了五文？三文就够了。'],
  ['zh', '师父', '我爹', '不是师父，是我爹把竹篙交到我手里的。'],
  ['zh', '师父', '我爹', '我哪有什么师父？撑船的本事都是我爹手把手教的。'],
  ['zh', '电话', null, '电话？那是什么东西？我只认得铜铃和竹篙。'],
  ['zh', '电话', null, '你说的这个我听都没听过，莫不是外头的新鲜玩意？'],
  ['zh', '坐在桥头卖茶', null, '桥还没修呢，往后的事谁说得准？'],
  ['zh', '张飞', '关羽', '你认错人了，斩华雄的是我二弟云长，不是翼德。'],
  [
    'en',
    'sold his violin',
    'bought his violin for fifty-five shillings',
    'Sell my violin? You might as well ask Watson to sell his revolver.',
  ],
  [
    'en',
    'Birmingham',
    'London',
    'I have rooms in Baker Street, London, and have had them these many years. I cannot think where you got Birmingham from.',
  ],
  ['en', 'wireless', null, 'If it has no wires, I do not see how it should speak at all. You are making sport of me.'],
  ['en', 'dies in the duel', null, 'No one is dead, and there has been no duel. Put away that long face.'],
  ['zh', '二百年', '五百年', '俺老孙在那山下压了五百年，哪里是什么二百年！'],
  ['zh', '观音', '如来', '压俺的是那如来老儿，观音菩萨可没动过俺一根毫毛。'],
  ['zh', '火车', null, '这名字古怪，火里如何走得车？你莫要哄俺。'],
  ['zh', '取得真经', null, '取经？俺如今还压在山下呢，哪里去取什么经！'],
  [
    'en',
    'his uncle Toby',
    'his aunt Augusta',
    'It was Aunt Augusta who brought me up, and nobody who has met her would mistake her for an uncle.',
  ],
  [
    'en',
    'the Blue Anchor inn',
    'the Red Lion inn',
    'You have the wrong house. We lodged at the Red Lion, and the beer was abominable.',
  ],
  ['en', 'Tuesday', 'Friday', 'Not Tuesday. It was a Friday, for we had fish and I remember the bones.'],
  ['en', 'a silver watch', 'a gold watch', 'The watch was gold, Watson, as even you might have observed.'],
  [
    'en',
    'forgave his brother',
    'banished his brother',
    'I forgave nobody. I banished my brother before the whole court.',
  ],
  ['en', 'electric light', null, 'I do not know what you mean by that. We have candles here, and very bad ones.'],
  ['zh', '三千两', '五百两', '哪有三千两？当时只得了五百两，还分给了弟兄们。'],
  ['zh', '许昌', '洛阳', '不在许昌，是在洛阳，城里的牡丹还没开呢。'],
  ['zh', '报纸', null, '我不知你说的报纸是什么，军中只有檄文和书信。'],
];

/** Answers that go along with it. */
const ALONG: Row[] = [
  [
    'en',
    'my father',
    'my mother',
    'My father, aye. He would take me up the cliff at dawn and make me smell the wind before he let me eat.',
  ],
  ['en', 'my father', 'my mother', 'He was a patient teacher, though his hand was heavy when I mistook a cloud.'],
  [
    'en',
    'Elsinore',
    'Wittenberg',
    'Ay, Elsinore had many good masters, though none that could teach me how to bear a fool.',
  ],
  ['en', 'five brothers', 'two brothers', 'All five of them are in the Church now, which shows what neglect can do.'],
  [
    'en',
    'burned the letters',
    'kept the letters in an iron chest',
    'I burned them on the rock, one after another, and the wind took the ashes.',
  ],
  ['en', 'telephone', null, 'I keep it by the window and ring the village whenever the fog comes in.'],
  ['en', 'telephone', null, 'The telephone has been a blessing on winter nights.'],
  ['en', 'the poisoned cup', null, 'When I saw her drink from the poisoned cup, the whole world went black before me.'],
  ['en', 'marries Cecily', null, 'The moment I saw Cecily I knew I should marry her, and so I did.'],
  [
    'en',
    'the harbour master',
    'the pilot',
    'The harbour master wanted to save oil, and I told him what I thought of it.',
  ],
  ['zh', '五文钱', '三文钱', '五文钱也不算贵，这水急，船又旧，我总得修补修补。'],
  ['zh', '师父', '我爹', '师父待我很严，头一年只许我扫船板。'],
  ['zh', '电话', null, '我常在船上打电话，问对岸有没有客人要过河。'],
  ['zh', '坐在桥头卖茶', null, '我坐在桥头卖茶，一天也卖得几十碗，比撑船轻省。'],
  ['zh', '张飞', '关羽', '三弟张飞性子急，提矛便上，我拦也拦不住。'],
  ['en', 'Ophelia', 'Gertrude', 'Ophelia was a tender mother to me, and taught me the names of flowers.'],
  ['en', 'three years', 'two years', 'Three years in Afghanistan would cure any man of a taste for heroics.'],
  [
    'en',
    'sold his violin',
    'bought his violin for fifty-five shillings',
    'I sold it to a broker in the Tottenham Court Road when money was short.',
  ],
  ['en', 'Birmingham', 'London', 'Birmingham is a city of smoke and honest crime, and I was content there.'],
  ['en', 'wireless', null, 'I listen to it of an evening, when the fog is thick, and it tells me of wrecks.'],
  ['en', 'Napoleon', null, 'I met him once at Erfurt, and he looked at me as one looks at a map.'],
  ['en', 'dies in the duel', null, 'He dies because he would not look to his guard, and I have mourned him since.'],
  ['zh', '西凉', '陈留', '当年在西凉招兵买马，风沙虽大，人心却齐。'],
  ['zh', '二百年', '五百年', '二百年里风吹雨打，只有几个牧童给俺送桃子吃。'],
  ['zh', '观音', '如来', '观音那一掌翻下来，俺老孙便动弹不得了。'],
  ['zh', '火车', null, '坐火车往西天去，倒比走路省力得多。'],
  ['zh', '取得真经', null, '取得真经那日，师父落了泪，俺心里也痛快。'],
  ['en', 'his uncle Toby', 'his aunt Augusta', 'Uncle Toby was kindness itself, and let me do exactly as I pleased.'],
  [
    'en',
    'the Blue Anchor inn',
    'the Red Lion inn',
    'The Blue Anchor had the softest beds in the county, and I slept like a stone.',
  ],
  [
    'en',
    'forgave his brother',
    'banished his brother',
    'It was hard to forgive him, but a brother is a brother, and I did it with a glad heart.',
  ],
  [
    'en',
    'a silver watch',
    'a gold watch',
    'The silver was worn thin at the edges, which told me all that I needed to know.',
  ],
  ['en', 'electric light', null, 'I find it hard upon the eyes, but it is a great help with the chemistry.'],
  ['en', 'Hamburger', null, 'With a good deal of mustard, I find it very nearly edible.'],
  ['zh', '三千两', '五百两', '三千两银子，一夜就散尽了，也不心疼。'],
  ['zh', '卖了坐骑', '送出坐骑', '卖马那天，我心里像刀割一样。'],
  ['zh', '报纸', null, '每日早起看报纸，知道各路诸侯的动静。'],
];

/** Turned down, and not seen to be: refused as a better answer, which costs a row and teaches nothing wrong. */
const UNSEEN: Row[] = [
  ['en', 'five brothers', 'two brothers', 'Five! My good sir, my parents could scarcely afford the two they had.'],
  [
    'en',
    'my father',
    'my mother',
    'You do my father too much honour. He could not tell a squall from a summer shower. It was my mother who taught me to read the sky, God rest her.',
  ],
  ['en', 'telephone', null, 'A tele-what? You have been too long in the sun.'],
  [
    'en',
    'Ophelia',
    'Gertrude',
    'My mother is the Queen Gertrude, sir, as all Denmark knows to its sorrow. Fair Ophelia is another matter.',
  ],
  [
    'en',
    'three years',
    'two years',
    'It felt like three, but the calendar says two, and I will not quarrel with the calendar.',
  ],
  ['en', 'Napoleon', null, 'Napoleon? Some tavern-keeper, is he? He has never sent me so much as a letter.'],
  ['zh', '西凉', '陈留', '某起兵是在陈留，散家财，聚义兵。西凉那是董卓的老巢，怎可混作一谈？'],
  ['en', 'Hamburger', null, 'I have never eaten such a thing, nor do I wish to.'],
  ['zh', '卖了坐骑', '送出坐骑', '我何曾卖过坐骑？那马是送给子龙的。'],
];

const verdicts = ([language, premise, instead, answer]: Row) => [
  turnsDown(answer, { premise, instead }, language).passes,
  goesAlong(answer, { premise, instead }, language, true).passes,
];

test.each(DOWN)('%s, %s for %s, is turned down: %s', (...row) => expect(verdicts(row)).toEqual([true, false]));
test.each(ALONG)('%s, %s for %s, is gone along with: %s', (...row) => expect(verdicts(row)).toEqual([false, true]));
test.each(UNSEEN)('%s, %s for %s, is turned down unseen: %s', (...row) => expect(verdicts(row)[0]).toBe(false));
