import { whyNotInBench } from '../../../rolebench/layout.js';
import { writeAboutRoles } from '../../../rolebench/write-about.js';
import { openRoleBench, type RoleBenchWriter } from '../../../rolebench/write-bench.js';
import type { LeftOut } from '../left-out.js';
import type { Group, SplitSample } from '../samples.js';
import type { Format } from './format.js';

/** Writes one group of answers into the layout, which has no place for other recipes and languages; that other recipes are not in it is no news. Returns what it holds. */
function writeToBench(group: Group, rolebench: RoleBenchWriter, leftOut: LeftOut): readonly SplitSample[] {
  if (group.set === null) return [];
  const why = whyNotInBench(group.profile.language);
  if (why !== undefined) {
    for (const sample of group.samples) leftOut.add('rolebench', sample, why);
    return [];
  }
  if (group.set === 'role_specific') rolebench.roleSpecific(group.profile.role, group.answers);
  else if (group.set === 'general') rolebench.pair(group.accepted);
  return group.samples;
}

/** RoleBench's layout. It holds rehearsal rows too: it shows the pipeline whole, and tests more than it trains. */
export const rolebench: Format = {
  open(folder, context, { profiles, splits }) {
    const writer = openRoleBench(folder, profiles, splits);
    writeAboutRoles(folder, writer, context, profiles);
    return { writeGroup: (group, leftOut) => writeToBench(group, writer, leftOut), commit: () => writer.commit() };
  },
};
