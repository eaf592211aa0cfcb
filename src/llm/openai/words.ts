/** Words by which servers say why they did not answer. */
export const FILTERED = /content_filter|content policy|content management policy|moderation|flagged/i;
export const NO_MONEY =
  /insufficient_quota|insufficient (?:balance|credits?|funds)|exceeded your current quota|billing/i;
/** What a server for https says to a call without it. */
export const WANTS_HTTPS = /plain HTTP request was sent to HTTPS port|HTTP request to an HTTPS server/i;
