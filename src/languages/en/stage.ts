import type { StageWords } from '../language.js';

/** How English scripts say where a scene is and who comes and goes; the Folio's Latin too. */
export const stage: StageWords = {
  heading:
    /^[#*_\s]*(?:(?:acts?|scenes?|actus|scena|scoena|chapter|part|book|prologue|prologus|epilogue)\b(?:[ .]+(?:[ivxlc]+|\d+|the \w+|one|two|three|four|five|prim[aus]+|secund[aus]+|terti[aus]+|quart[aus]+|quint[aus]+|sext[aus]+|septim[aus]+)\b)?[\s.,:;*_—–-]*)+/i,
  cleared: /^exeunt(?:\s+(?:all|omnes|severally|in procession|marching))*[\s.]*$/i,
  moves:
    /\b(?:re-?)?(?:enters?|exits?|exeunt|manet|manent)\b|\b(?:go|goes|come|comes|rush|rushes|run|runs|hurry|hurries|walk|walks|steal|steals)\s+(?:\w+ )?(?:in|out|off|away|on|into|forward)\b|\b(?:leaves?|disappears?|appears?|withdraws?)\b/i,
};
