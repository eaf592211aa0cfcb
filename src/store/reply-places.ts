import { createHash } from 'node:crypto';

/** Where the latest reply to a request stands in its journal, and what came of the request so far. */
export interface ReplyPlace {
  offset: number;
  length: number;
  /** How many replies to it there are. */
  tries: number;
  /** How many of them were cut off at the longest length allowed. */
  cuts: number;
}

/** The places of replies, by the id of their request. */
export interface ReplyPlaces {
  find(id: string): ReplyPlace | undefined;
  /** How many requests have one. */
  count(): number;
  /** Notes one more reply, which from now on is the latest. */
  enter(id: string, reply: { offset: number; length: number; isCut: boolean }): void;
}

/** A place is eight numbers of 32 bits: the id (4), the offset (2), the length, tries and cuts in half of one each. */
const WIDTH = 8;
const KEY = 4;
const [OFFSET_LOW, OFFSET_HIGH, LENGTH, TIMES] = [4, 5, 6, 7];
const MOST_TIMES = 0xffff;

/** Places come in blocks of so many, so that growing copies none of them. */
const BLOCK_BITS = 12;
const BLOCK = 1 << BLOCK_BITS;

/** The id of a request in raw: 32 small hexadecimal digits. Returns whether it is one. */
function readHex(id: string, key: Uint32Array): boolean {
  if (id.length !== 8 * KEY) return false;
  for (let word = 0; word < KEY; word += 1) {
    let bits = 0;
    for (let k = 8 * word; k < 8 * word + 8; k += 1) {
      const code = id.charCodeAt(k);
      if (code >= 48 && code <= 57) bits = (bits << 4) | (code - 48);
      else if (code >= 97 && code <= 102) bits = (bits << 4) | (code - 87);
      else return false;
    }
    key[word] = bits;
  }
  return true;
}

/** Journals of other programs may have other ids. */
function readOther(id: string, key: Uint32Array): void {
  const hash = createHash('sha256').update(`id ${id}`).digest();
  for (let word = 0; word < KEY; word += 1) key[word] = hash.readUInt32BE(4 * word);
}

/**
 * Begins a table of places: open addressing over the raw bytes of the ids, which are hashes already. A set of RoleBench's size
 * has 600,000 of them; here one takes 40 to 48 bytes, in a map of strings and objects about 200.
 */
export function createReplyPlaces(): ReplyPlaces {
  const blocks: Uint32Array[] = [];
  /** Numbers of places, from 1; 0 is free. At most three quarters are taken. */
  let slots = new Uint32Array(1024);
  let count = 0;
  const key = new Uint32Array(KEY);

  const blockOf = (place: number) => blocks[place >>> BLOCK_BITS] as Uint32Array;
  const startOf = (place: number) => (place & (BLOCK - 1)) * WIDTH;

  function hasKey(place: number): boolean {
    const [block, at] = [blockOf(place), startOf(place)];
    return block[at] === key[0] && block[at + 1] === key[1] && block[at + 2] === key[2] && block[at + 3] === key[3];
  }

  /** The slot of `key`: the one that has its place, or the free one where it belongs. */
  function findSlot(): number {
    const mask = slots.length - 1;
    let slot = (key[0] as number) & mask;
    for (let taken = slots[slot] as number; taken !== 0 && !hasKey(taken - 1); taken = slots[slot] as number) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  function widen(): void {
    const wider = new Uint32Array(2 * slots.length);
    const mask = wider.length - 1;
    for (let place = 0; place < count; place += 1) {
      let slot = (blockOf(place)[startOf(place)] as number) & mask;
      while (wider[slot] !== 0) slot = (slot + 1) & mask;
      wider[slot] = place + 1;
    }
    slots = wider;
  }

  function add(): number {
    if (count + 1 > (3 / 4) * slots.length) widen();
    const place = count;
    count += 1;
    if (startOf(place) === 0) blocks.push(new Uint32Array(BLOCK * WIDTH));
    blockOf(place).set(key, startOf(place));
    slots[findSlot()] = place + 1;
    return place;
  }

  /** The number of the place of this id, from 1; 0 where it has none. */
  function numberOf(id: string): number {
    if (!readHex(id, key)) readOther(id, key);
    return slots[findSlot()] as number;
  }

  return {
    count: () => count,
    find(id) {
      const number = numberOf(id);
      if (number === 0) return undefined;
      const [block, at] = [blockOf(number - 1), startOf(number - 1)];
      const times = block[at + TIMES] as number;
      return {
        offset: (block[at + OFFSET_LOW] as number) + (block[at + OFFSET_HIGH] as number) * 2 ** 32,
        length: block[at + LENGTH] as number,
        tries: times >>> 16,
        cuts: times & MOST_TIMES,
      };
    },
    enter(id, { offset, length, isCut }) {
      const number = numberOf(id);
      const place = number === 0 ? add() : number - 1;
      const [block, at] = [blockOf(place), startOf(place)];
      const times = block[at + TIMES] as number;
      const tries = Math.min((times >>> 16) + 1, MOST_TIMES);
      const cuts = Math.min((times & MOST_TIMES) + (isCut ? 1 : 0), MOST_TIMES);
      block[at + OFFSET_LOW] = offset;
      block[at + OFFSET_HIGH] = Math.floor(offset / 2 ** 32);
      block[at + LENGTH] = length;
      block[at + TIMES] = tries * 2 ** 16 + cuts;
    },
  };
}
