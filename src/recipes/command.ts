/** A flag of a recipe's command, which `generate` has too. */
export interface RecipeFlag {
  /** As commander reads it: `--per-role <n>`. */
  flag: string;
  /** For --help. */
  says: string;
  /** The recipe's own setting that it gives. */
  setting: string;
  /** A whole number, or a text. */
  takes: 'number' | 'text';
}

/** What the command line says of a recipe before it is loaded. */
export interface RecipeCommand {
  /** Its command, its stage, its journal and its file of rows. */
  name: string;
  /** For --help. */
  says: string;
  /** The key of its own settings. */
  key: string;
  /** `generate` runs it only where `--recipes` names it: an upgrade asks nothing new in a data folder that is there. */
  byName?: true;
  /** It works with what is known of the roles: the stage `knowledge` runs before it. */
  knowledge?: true;
  /** Its prompts show what is known of a role where `audit.knowledge` says so: then `knowledge` and `audit` run before it. */
  showsKnowledge?: true;
  flags: readonly RecipeFlag[];
  /** What people do with it, each with its command. */
  examples: readonly (readonly [what: string, command: string])[];
}
