import { whyNotInBench } from '../../../rolebench/layout.js';
import { writeAboutRoles } from '../../../rolebench/write-about.js';
import { openRoleBench, type RoleBenchWriter } from '../../../rolebench/write-bench.js';
import type { LeftOut } from '../left-out.js';
import type { Group } from '../samples.js';
import type { Format } from './format.js';

/** Writes one group of answers into the layout, which has no place for other recipes and languages. */
function writeToBench(group: Group, rolebench: RoleBenchWriter, leftOut: LeftOut): void {
  const why = group.set === null ? 'RoleBench has no such samples' : whyNotInBench(group.profile.language);
  if (why !== undefined) for (const sample of group.samples) leftOut.add('rolebench', sample, why);
  else if (group.set === 'role_specific') rolebench.roleSpecific(group.profile.role, group.answers);
  else if (group.set === 'general') rolebench.pair(group.accepted);
}

/** RoleBench's layout. */
export const rolebench: Format = {
  open(folder, context, { profiles, splits }) {
    const writer = openRoleBench(folder, profiles, splits);
    writeAboutRoles(folder, writer, context, profiles);
    return { writeGroup: (group, leftOut) => writeToBench(group, writer, leftOut), commit: () => writer.commit() };
  },
};
