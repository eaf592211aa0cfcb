/** A fine-tuning job as the server has it. */
export interface TuningJob {
  id: string;
  status: string;
  /** What the tuned model is called, once it is there. */
  tunedModel: string | null;
  /** What went wrong, where something did. */
  error: string | null;
}

/** What a job is made of. `key` stands in its metadata, so that it is found again whatever happened between. */
export interface TuningOrder {
  key: string;
  model: string;
  seed: number;
  training: Blob;
  validation: Blob | undefined;
}

/** A server's fine-tuning. All reject with CallFault or UserError. */
export interface FineTuning {
  /** The job with this key among the newest that did not fail and was not cancelled; undefined where there is none. */
  find(key: string): Promise<TuningJob | undefined>;
  /** Uploads the files and begins a job. */
  start(order: TuningOrder): Promise<TuningJob>;
  look(id: string): Promise<TuningJob>;
}

/** Statuses after which nothing changes any more. */
export const OVER: readonly string[] = ['succeeded', 'failed', 'cancelled'];
