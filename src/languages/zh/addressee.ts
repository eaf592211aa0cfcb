import type { Addressee, RoleNames } from '../signs.js';

const SECOND_PERSON =
  /[你您妳汝尔]|阁下|陛下|皇上|殿下|娘娘|大人|大王|先生|夫人|将军|大圣|师[父傅]|公子|小姐|姑娘|老爷|兄台|大侠/;

/** Whom a question is put to: a second person, a title or the role's name at its beginning calls it. */
export function addresseeOf(question: string, { names }: RoleNames): Addressee {
  if (SECOND_PERSON.test(question)) return 'role';
  return names.some((name) => question.startsWith(`${name}，`) || question.startsWith(`${name},`)) ? 'role' : 'nobody';
}
