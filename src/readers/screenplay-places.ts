/**
 * Lines of a screenplay that may be cues, each with the line where its speech begins, in their order. One number a line: a Map holds 16
 * million, and a file of nothing but names has more.
 */
export class CuePlaces {
  /** No speech begins on line 0, as its cue stands above it. */
  private readonly speeches: Int32Array;
  size = 0;

  constructor(private readonly lines: number) {
    this.speeches = new Int32Array(lines);
  }

  has(cue: number): boolean {
    return this.get(cue) !== undefined;
  }

  get(cue: number): number | undefined {
    return this.speeches[cue] || undefined;
  }

  set(cue: number, speech: number): void {
    if (!this.has(cue)) this.size += 1;
    this.speeches[cue] = speech;
  }

  *[Symbol.iterator](): Generator<[cue: number, speech: number]> {
    for (const [cue, speech] of this.speeches.entries()) if (speech > 0) yield [cue, speech];
  }

  filter(isKept: (cue: number, speech: number) => boolean): CuePlaces {
    const kept = new CuePlaces(this.lines);
    for (const [cue, speech] of this) if (isKept(cue, speech)) kept.set(cue, speech);
    return kept;
  }
}
