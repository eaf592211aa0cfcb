import { countSpeakers, readScript } from '../../scripts/index.js';
import { readNamedFile } from '../../store/read-file.js';
import { printOut } from '../print.js';
import { renderSpeakers } from '../tables.js';

/** How the scripts are to be read, where it is not to be found out from the text. */
export interface ListFlags {
  format?: string;
  narrator?: string;
  speakerColumn?: string;
  textColumn?: string;
  json?: boolean;
}

/** Prints who speaks how many lines in each script. Throws UserError where one cannot be read. */
export function listCharacters(scripts: readonly string[], flags: ListFlags): void {
  const { narrator, speakerColumn, textColumn, json } = flags;
  const listed = scripts.map((file) => {
    const options = { file, narrator, speakerColumn, textColumn, ...(flags.format ? { format: flags.format } : {}) };
    const { format, lines } = readScript(readNamedFile(file), options);
    return { script: file, format, speakers: countSpeakers(lines) };
  });
  if (json) {
    printOut(`${JSON.stringify(listed)}\n`);
    return;
  }
  const blocks = listed.map(
    ({ script, format, speakers }) => `${script} (read as ${format})\n\n${renderSpeakers(speakers)}`,
  );
  printOut(`${blocks.join('\n\n')}\n`);
}
