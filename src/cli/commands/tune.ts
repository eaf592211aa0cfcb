import { UserError } from '../../errors.js';
import type { FreeContext } from '../../stages/context.js';
import { rocit } from '../../stages/rocit/index.js';
import { tune } from '../../stages/rocit/tune.js';
import type { Flags } from '../flags.js';
import { chooseServers } from '../model.js';
import { runStages } from '../run.js';
import { readEnvironment } from '../settings.js';
import type { Stage } from '../stage.js';
import { openToolbox } from '../toolbox.js';

/** rocit --start openai: writes the rows, hands them in and follows the job. */
export async function startTuning(flags: Flags): Promise<number> {
  const stage: Stage = {
    name: 'rocit',
    asks: false,
    async run(context: FreeContext) {
      const { settings } = context;
      const { servers } = await chooseServers(
        { ...settings, model: settings.rocit.baseModel },
        readEnvironment(process.env),
        [],
      );
      const [server] = servers;
      const api = server.fineTuning?.();
      if (!api) throw new UserError(`--start: ${server.name} has no fine-tuning API`);
      const record = await rocit(context);
      const { tunedModel } = await tune(api, context);
      context.log.info(`rocit: the tuned model is ${tunedModel}: rolellm eval --method rocit --model ${tunedModel}`);
      return record;
    },
  };
  return runStages([stage], { ...flags, trainer: 'openai' }, await openToolbox(flags));
}
