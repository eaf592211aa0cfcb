import { Review } from '../records.js';
import type { DataFolder } from '../store/data-folder.js';
import { readAppendedRows } from '../store/jsonl.js';

/** What a person said of answers, by their ids: the latest word about each, without what was taken back. */
export type Reviews = ReadonlyMap<string, Review & { mark: 'good' | 'bad' }>;

/** Reads review.jsonl; empty where there is none. Throws UserError with the line where it cannot be read. */
export function readReviews({ review: file }: DataFolder): Reviews {
  const reviews = new Map<string, Review & { mark: 'good' | 'bad' }>();
  for (const { mark, ...review } of readAppendedRows(file, Review)) {
    if (mark === null) reviews.delete(review.id);
    else reviews.set(review.id, { ...review, mark });
  }
  return reviews;
}
