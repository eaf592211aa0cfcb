import type { Settings } from '../config.js';
import { describeRole } from '../prompts/role-description.js';
import { splitIntoSegments } from '../recipes/context-instruct/segments.js';
import { OWN, type SegmentSettings } from '../recipes/context-instruct/settings.js';
import { wholeInstruction } from '../recipes/rolegpt/index.js';
import { ownSettings } from '../recipes/settings.js';
import { Instruction, type Profile } from '../records.js';
import type { DataFolder } from '../store/data-folder.js';
import { openDialogues, withoutHeldOut } from '../store/dialogues.js';
import { readRows } from '../store/jsonl.js';
import type { RoleBenchWriter } from './write-bench.js';
import { writeDescriptions } from './write-descriptions.js';

/** How scripts are cut into the segments that a description counts. */
export const segmentsAs = (settings: Settings): SegmentSettings => ownSettings(OWN, settings).segment;

/** Writes what RoleBench's layout holds beside answers: the roles' lines and descriptions, and the instructions. */
export function writeAboutRoles(
  folder: string,
  rolebench: RoleBenchWriter,
  { data, settings }: { data: DataFolder; settings: Settings },
  profiles: readonly Profile[],
): void {
  const allLinesOf = openDialogues(data.dialogues);
  const linesOf = (scripts: readonly string[]) => withoutHeldOut(allLinesOf(scripts));
  for (const profile of profiles) rolebench.profile(profile, linesOf);
  for (const instruction of readRows(data.instructions, Instruction)) {
    const { language, raw_answer } = instruction;
    rolebench.instruction(language, { instruction: wholeInstruction(instruction), answer: raw_answer ?? '' });
  }
  writeDescriptions(folder, profiles, {
    describe: describeRole,
    countSegments: ({ role, scripts }) =>
      splitIntoSegments(linesOf(scripts), role, segmentsAs(settings), settings.seed).length,
  });
}
