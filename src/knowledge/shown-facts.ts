import type { AuditSettings } from '../config.js';
import { spreadFacts } from '../prompts/known-facts.js';
import { Audit, type Fact } from '../records.js';
import type { DataFolder } from '../store/data-folder.js';
import { keysOf, openRowGroups } from '../store/row-groups.js';
import { openKnowledge } from './open.js';

/** Finds the facts of a role that prompts are to show, `facts` of them at most: none where the setting or the audit says so. */
export function openShownFacts(
  { knowledge: mode, facts: most }: Pick<AuditSettings, 'knowledge' | 'facts'>,
  data: Pick<DataFolder, 'knowledge' | 'audit'>,
): (role: string) => readonly Fact[] {
  if (mode === 'never') return () => [];
  const knowledge = openKnowledge(data);
  const audits = openRowGroups(data.audit, Audit, keysOf('role'));
  const knows = (role: string) => audits.read(role).next().value?.knows === true;
  return (role) => {
    const facts = mode === 'by-audit' && knows(role) ? [] : (knowledge.of(role)?.facts ?? []);
    return facts.length <= most ? facts : spreadFacts(facts, most);
  };
}
