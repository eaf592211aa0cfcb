import { countSpeakers, describeReading, guessOf, openScript, quoteCoverage } from '../../readers/index.js';
import { readNamedFile } from '../../store/read-file.js';
import { printErr, printOut } from '../print.js';
import { renderSpeakers } from '../tables.js';
import { openToolbox } from '../toolbox.js';

/** How the scripts are to be read, where it is not to be found out from the text. */
export interface ListFlags {
  config?: string;
  format?: string;
  encoding?: string;
  narrator?: string;
  speakerColumn?: string;
  textColumn?: string;
  json?: boolean;
  quiet?: boolean;
}

/** Prints how each script was read and who speaks how many lines in it. Throws UserError where one cannot be read. */
export async function listCharacters(scripts: readonly string[], flags: ListFlags): Promise<void> {
  const { format, encoding, narrator, speakerColumn, textColumn, json, quiet } = flags;
  const { formats: ownFormats } = await openToolbox(flags);
  const listed: object[] = [];
  const blocks: string[] = [];
  for (const file of scripts) {
    const options = { file, format, encoding, narrator, speakerColumn, textColumn, ownFormats };
    const script = await openScript(readNamedFile(file), options);
    const guess = guessOf(file, script);
    if (guess && !quiet) printErr(`warning: ${guess}.\n`);
    const speakers = countSpeakers(script.lines);
    const { container, isGuess } = script;
    const found = { format: script.format, container, encoding: script.encoding, encoding_guessed: isGuess };
    listed.push({ script: file, ...found, quotes: quoteCoverage(script.format, script.lines) ?? null, speakers });
    blocks.push(`${file} (${describeReading(script)})\n\n${renderSpeakers(speakers)}`);
  }
  printOut(json ? `${JSON.stringify(listed)}\n` : `${blocks.join('\n\n')}\n`);
}
