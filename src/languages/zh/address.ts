/** A short piece that ends with a title or a word of kin; what stands before it is a name or `我` and the like. */
const CALL =
  /^\p{Script=Han}{0,4}(?:陛下|皇上|殿下|娘娘|大人|大王|大圣|丞相|将军|主公|先生|夫人|师父|师傅|公子|小姐|姑娘|姐姐|妹妹|哥哥|弟弟|老爷|少爷|太太|奶奶|爷爷|阁下|前辈|兄台|大哥|二哥|三弟|贤弟|贤侄|兄长|大侠|父亲|母亲|爹|娘|兄|弟|叔|伯|公公|老弟|老兄)$/u;

/** Characters of a form of address, at most. Our choice. */
const LONGEST = 6;

/** Whether a piece between two marks calls somebody: `丞相`, `关将军`, `云长`. */
export const isAddress = (piece: string, names: ReadonlySet<string>): boolean =>
  [...piece].length <= LONGEST && (names.has(piece) || CALL.test(piece));
