/** What is quoted in a question: it need not explain itself, but it may be what is pointed at. */
export const QUOTED = /“[^“”]*”|«[^«»]*»|"[^"]*"|「[^「」]*」|‘[^‘’]*’/g;
