import { fileURLToPath } from 'node:url';
import type { LanguageCode } from '../../records.js';
import { kindOf, readNamedFile } from '../../store/read-file.js';
import { parseYaml } from '../../store/yaml-file.js';
import { faultsOfScene } from './check-scene.js';
import { type ActScene, SceneShape } from './scene.js';

const ADVICE = 'See docs/acts.md for the keys of a scene.';

const Scene = SceneShape.superRefine((scene, context) => {
  for (const { path, message } of faultsOfScene(scene)) context.addIssue({ code: 'custom', path, message });
});

/** The scene that the package ships for a language; there need not be one. */
export const shippedScene = (language: LanguageCode): string =>
  fileURLToPath(new URL(`../../../acts/${language}.yaml`, import.meta.url));

/** Reads a scene. Throws UserError with file and line where it does not fit. */
export const readScene = (file: string): ActScene =>
  parseYaml(readNamedFile(file).toString('utf8'), file, Scene, ADVICE).value;

/** The scene for roles of a language: the user's where it is in that language, or the shipped one. Each file is read once. */
export function openScenes(file: string | undefined): (language: LanguageCode) => ActScene | undefined {
  const known = new Map<string, ActScene | undefined>();
  return (language) => {
    const path = file ?? shippedScene(language);
    if (!known.has(path)) known.set(path, file !== undefined || kindOf(path) === 'file' ? readScene(path) : undefined);
    const scene = known.get(path);
    return scene?.language === language ? scene : undefined;
  };
}
