import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf, UserError } from '../../errors.js';
import { checkKey } from '../../llm/keys.js';
import type { CopiedScript } from '../../records.js';
import { copiedShare } from '../../stages/export/copied-scripts.js';
import { dataFolder } from '../../store/data-folder.js';
import { findFiles } from '../../store/find-files.js';
import { readManifest } from '../../store/manifest.js';
import { sizeOf } from '../../store/read-file.js';
import { EXIT } from '../exit.js';
import type { Flags } from '../flags.js';
import { printErr } from '../print.js';
import { runStages } from '../run.js';
import { redactSecrets } from '../secrets.js';
import { readEnvironment, readSettings } from '../settings.js';
import { openToolbox } from '../toolbox.js';
import { exportStage } from './stages.js';

/** Where a dataset goes. */
export interface PushFlags extends Flags {
  push?: string;
  dryRun?: boolean;
  /** Scripts that nobody gave a licence for go too. */
  allowUnlicensed?: boolean;
}

interface PushedFile {
  path: string;
  file: string;
  bytes: number;
}

/** Files of the export, by their paths in the repository. */
function filesOf(folder: string): PushedFile[] {
  return findFiles('**/*', folder).map((file) => ({
    path: relative(folder, file).replaceAll('\\', '/'),
    file,
    bytes: sizeOf(file),
  }));
}

const OWNER_NAME = /^[\w.-]+\/[\w.-]+$/;

/** Sends a folder to the Hub as a dataset; makes the dataset where there is none. Throws UserError where the Hub refuses. */
async function upload(
  name: string,
  files: readonly PushedFile[],
  { accessToken, endpoint }: { accessToken: string; endpoint: string | undefined },
): Promise<void> {
  const { createRepo, repoExists, uploadFiles, HUB_URL } = await import('@huggingface/hub');
  const repo = { type: 'dataset' as const, name };
  const access = { accessToken, hubUrl: endpoint ?? HUB_URL };
  try {
    if (!(await repoExists({ repo, ...access }))) await createRepo({ repo, visibility: 'private', ...access });
    const contents = files.map(({ path, file }) => ({ path, content: pathToFileURL(file) }));
    await uploadFiles({ repo, files: contents, commitTitle: 'Dataset made with rolellm', ...access });
  } catch (thrown) {
    throw new UserError(`the Hub did not accept the dataset: ${redactSecrets(messageOf(thrown))}`, {
      advice: 'Check that HF_TOKEN may write to the repository, and run the same command again.',
      cause: thrown,
    });
  }
}

/**
 * Samples that are taken from a script hold it word for word: publishing them publishes that much of it. Throws UserError where
 * no licence is stated that allows it, unless the user says that they may go; then warns.
 */
function checkLicences(copied: readonly CopiedScript[], mayGo: boolean): void {
  const unlicensed = copied.filter(({ licence }) => licence === null);
  if (unlicensed.length === 0) return;
  const roles = unlicensed.map((one) => `${one.role} (${copiedShare(one)} of ${one.script_name})`);
  const what = `samples of roles without a licence hold their scripts word for word: ${roles.join(', ')}`;
  if (!mayGo) {
    throw new UserError(`--push: ${what}`, {
      advice:
        "Nothing was uploaded. If the script may be published, write `licence` into the role's file and run `rolellm generate`; or upload it all the same with --allow-unlicensed.",
    });
  }
  printErr(`warning: --push: ${what}\n`);
}

/** export --push OWNER/NAME: writes the export, then sends it, or with --dry-run lists what it would send. */
export async function exportAndPush(flags: PushFlags): Promise<number> {
  const name = flags.push ?? '';
  if (!OWNER_NAME.test(name)) {
    throw new UserError(`--push: "${name}" is not the name of a repository`, { advice: 'Write OWNER/NAME.' });
  }
  const environment = readEnvironment(process.env);
  const { HF_TOKEN: token, HF_ENDPOINT: endpoint } = environment;
  if (!flags.dryRun && token === undefined) {
    throw new UserError('--push: the environment variable HF_TOKEN is not set', {
      advice: 'Make a token with write access at https://huggingface.co/settings/tokens, or try --dry-run first.',
    });
  }
  if (!flags.dryRun) checkKey('HF_TOKEN', token);
  const toolbox = await openToolbox(flags);
  const status = await runStages([exportStage], flags, toolbox);
  if (status !== EXIT.done) return status;
  const data = dataFolder(readSettings(flags, environment, toolbox).data);
  checkLicences(readManifest(data.manifest).stages.export?.copied ?? [], flags.allowUnlicensed ?? false);
  const files = filesOf(data.export);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const total = `${files.length} files, ${(bytes / 1e6).toFixed(1)} MB`;
  if (flags.dryRun || token === undefined) {
    const list = files.map((file) => `  ${file.path} (${file.bytes} bytes)`);
    printErr(`Would upload to datasets/${name}: ${total}\n${list.join('\n')}\n`);
    return EXIT.done;
  }
  await upload(name, files, { accessToken: token, endpoint });
  printErr(`Uploaded to datasets/${name}: ${total}\n`);
  return EXIT.done;
}
