/** Titles and words of kin that stand for whom one speaks to: `主公勿忧` speaks to a lord, with no mark behind the word. */
const HONORIFICS =
  '陛下|皇上|殿下|娘娘|大人|大王|大圣|丞相|明公|主公|使君|将军|先生|夫人|师父|师傅|公子|小姐|姑娘|姐姐|妹妹|哥哥|弟弟|老爷|少爷|太太|奶奶|爷爷|阁下|足下|前辈|兄台|大哥|二哥|三弟|贤弟|贤侄|兄长|大侠|父亲|母亲|老弟|老兄|老伯|施主|长老';

const OPENING = new RegExp(`^(?:${HONORIFICS})`, 'u');
/** A short piece that ends with one, behind a name or `好`; and kin that only stands alone. */
const WHOLE = new RegExp(`^(?:[^我你他问说道见请教拜攻是]{0,2}(?:${HONORIFICS})|爹|娘|爹爹|叔叔|伯伯|公公)$`, 'u');

/** What calls somebody in a piece between two marks: a name or title that is all of it, or the honorific that begins it. */
export function addressIn(piece: string, names: ReadonlySet<string>): string | undefined {
  if (names.has(piece) || WHOLE.test(piece)) return piece;
  return OPENING.exec(piece)?.[0];
}
