const CANNOT =
  "(?:can ?not|can't|could not|couldn't|am (?:not able|unable) to|'m (?:not able|unable) to|am not capable of|'m not capable of)";
const SERVICE =
  '(?:assist|fulfil\\w*|comply|generate|provid\\w+|process|access|perform|complete (?:this|that|your|the)|answer (?:this|that|your|the)|respond to (?:this|that|your|the)|determine (?:the|if|whether|which|what)|classify|browse|translate|engage in)';

/** Within one sentence after a word of regret. */
const REGRET = '\\b(?:sorry|apologi[sz]e|apologies|afraid)\\b[^.!?]{0,120}?';
/** A part that was given to the speaker, as an assistant calls it. */
const GIVEN_PART = '(?:(?:my|the) )?(?:assigned )?(?:personality|persona|role)\\b';

/** How an assistant that plays a part steps out of it to decline. */
const OUT_OF_PART: readonly RegExp[] = [
  new RegExp(
    `\\bas an? (?:AI |large |fictional )*(?:language model|character)\\b[^.!?]{0,60}\\bI ?(?:${CANNOT}|(?:do not|don't) have)`,
    'i',
  ),
  new RegExp(
    `${REGRET}\\b(?:relat\\w+|relevan\\w+|fit|sense|outside|beyond|limited|in line)\\b[^.!?]{0,40}\\b${GIVEN_PART}`,
    'i',
  ),
  new RegExp(`${REGRET}\\bI ?(?:${CANNOT}) (?:\\w+ ){0,2}${SERVICE}`, 'i'),
  new RegExp(`${REGRET}(?:\\bnot (?:programmed|designed|equipped)|'m only programmed) (?:to|for)\\b`, 'i'),
  new RegExp(`${REGRET}\\bnot (?:capable of|able to) (?:doing|\\w+ly )?\\w*(?:ing\\b|choose the\\b|edit\\b)`, 'i'),
  new RegExp(`${REGRET}\\b(?:do not|don't) have the (?:\\w+ (?:or|and) )?(?:ability|capability|capacity)\\b`, 'i'),
  new RegExp(`${REGRET}\\bmy (?:expertise|knowledge|abilities|knowledge and abilities) (?:is|are|lies?)\\b`, 'i'),
  /\bsorry\b[^?]{0,200}\bis there anything else (?:I can|(?:that )?you(?:'d| would) like)/i,
  /\bnot (?:able|capable) (?:to|of) perform(?:ing)? (?:web searches|(?:this|that|the) task|tasks)\b/i,
  /^(?:I'm |I am )?(?:very )?sorry,? (?:but )?I (?:can't|can ?not) (?:help|assist)(?: you)? with (?:this|that)[.!]?$/i,
  /\bI (?:can't|can ?not) do that\. I'm (?:only |just )?here to (?:engage in conversation|chat|answer|assist|help)\b/i,
  new RegExp(
    `${REGRET}\\byou (?:haven't|have not|didn't|did not) (?:provided?|given?) (?:me )?(?:with )?(?:any|enough|the) (?:\\w+ (?:or|and) )?(?:\\w+ )?(?:sequences?|text|data|details|context|information|input|options|image|sentence)\\b`,
    'i',
  ),
  /\bcould you please provide me with\b/i,
  /\bI can(?:'t|not| not) see (?:or \w+ )?(?:any|a|the|your) (?:photo|image|picture|attachment)\b/i,
];

/** How an assistant declines, in words that no part is played in. */
const PLAIN: readonly RegExp[] = [
  new RegExp(
    `\\bsorry,? (?:[\\w']+,? )?(?:but )?(?:I'm afraid )?(?:that )?I ?${CANNOT} (?:\\w+ ){0,2}${SERVICE}\\b`,
    'i',
  ),
  new RegExp(
    `\\bI ?${CANNOT} (?:\\w+ ){0,2}(?:assist (?:you )?with (?:this|that|your|the)|fulfil\\w* (?:this|that|your|the) request|comply with (?:this|that|your) request|provid\\w+ (?:you with )?(?:an?|any|the|that|this|further|specific|accurate|more|real-time|such) (?!definit)(?:[\\w-]+ )?(?:answer|information|response|advice|details|output|translation|classification|assistance|context|data|solution|summary)|process (?:this|that|your) request|complete (?:this|that|your|the) (?:task|request)|generate (?:a|an|the|such|that|this)|browse)\\b`,
    'i',
  ),
  /\bI (?:do not|don't) have (?:the |any )?(?:direct |real-time )?(?:access to|real-time|enough (?:information|context)|sufficient (?:information|context)|information (?:on|about|regarding)|any information)/i,
  /\b(?:(?:provide|give) me(?: with)?|I(?:'d| would|'ll| will)? need|I lack|you(?:'ll| will)? need to provide) (?:\w+ ){0,3}(?:more|further|additional|proper|the necessary|sufficient|any) (?:context|information|details)\b/i,
  /\b(?:sorry|apologi[sz]e)\b[^.!?]{0,40}\b(?:without (?:any|more|further|the)|not enough) (?:context|information|details)\b/i,
  /\b(?:please|kindly|could you|can you|would you)(?: please)? (?:provide|specify|rephrase|clarify|give) (?:me )?(?:with )?(?:the|a|your|more|some|further|additional) (?:[\w-]+ )?(?:context|information|details|question|passage|text|sentence|input|article|data|options|instructions?|prompt|request)\b/i,
  /\b(?:violates?|goes against) (?:my|the|our|OpenAI's) (?:programming|guidelines|polic(?:y|ies)|content polic\w+)/i,
  /\bnot (?:appropriate|ethical) (?:for me )?to (?:provide|generate|answer|promote|make|engage|respond|discuss)|\b(?:inappropriate|offensive|harmful) (?:request|question|content|and (?:offensive|disrespectful))\b/i,
  /\bI(?:'m| am) sorry,? (?:but )?(?:(?:this|the|your|that) (?:[\w-]+ )?(?:question|request|input|prompt|sentence|instruction|passage|text)|I (?:do not|don't|didn't|did not) (?:quite )?(?:understand (?:the|your|this|what you)|have (?:enough|the|any|access)))\b/i,
];

/** An assistant turns a task down. */
export const REFUSAL: readonly RegExp[] = [...PLAIN, ...OUT_OF_PART];
