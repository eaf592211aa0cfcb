import type { StageWords } from '../language.js';

/** How Chinese scripts and novels say where a scene or chapter begins and who comes and goes. */
export const stage: StageWords = {
  heading: /^[#*_\s【]*(?:第[一二三四五六七八九十百千零〇○两\d]+[回章场場幕节節折出卷集][\s：:，,。】]*)+/,
  cleared: /^[（(【[]?(?:众人?|全体|同)(?:下|退场|下场)[）)】\]。]*$/,
  moves: /上场|下场|登场|退场|[同齐]上|[同齐]下|[进入]来|出去|退下|^[（(]?\p{Script=Han}{1,8}[上下][）)。]*$/u,
};
