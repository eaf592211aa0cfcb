import { openaiFineTuning } from '../../llm/openai/fine-tuning.js';
import type { FreeContext } from '../../stages/context.js';
import { rocit } from '../../stages/rocit/index.js';
import { tune } from '../../stages/rocit/tune.js';
import type { Flags } from '../flags.js';
import { chooseServers } from '../model.js';
import { runStages } from '../run.js';
import { readEnvironment } from '../settings.js';
import type { Stage } from '../stage.js';

/** rocit --start openai: writes the rows, hands them in and follows the job. */
export function startTuning(flags: Flags): Promise<number> {
  const stage: Stage = {
    name: 'rocit',
    asks: false,
    async run(context: FreeContext) {
      const { settings } = context;
      const [server] = await chooseServers(
        { ...settings, model: settings.rocit.baseModel },
        readEnvironment(process.env),
      );
      const record = await rocit(context);
      if (!server) return record;
      const { tunedModel } = await tune(openaiFineTuning(server), context);
      context.log.info(`rocit: the tuned model is ${tunedModel}: rolellm eval --method rocit --model ${tunedModel}`);
      return record;
    },
  };
  return runStages([stage], { ...flags, trainer: 'openai' });
}
