/** Oaths, assurances and turns of speech such as `by Jove`. */
export const SET_PHRASES: readonly RegExp[] = [
  /^(?:(?:oh?|ay|why|but|and) )?(?:by|upon|on|'pon|before|for) (?:my (?:word|soul|honou?r|life|faith|troth|sword|beard|conscience|oath|body)|jove|george|gad|gum|golly|jingo|thunder|god|heavens?|the (?:gods|lord|mass|rood|saints)|all the \w+|this (?:hand|light|sword)|saint \w+|st \w+|our lady|hercules|allah)$/,
  /^(?:(?:oh?|ah) )?(?:(?:good|great|holy|merciful|gracious|ye|dear|thank) (?:good |great |dear )?(?:heavens?|gods?|lord|gracious|scott|grief|gad|mercy|powers|goodness|me)|my (?:god|goodness|gracious))$/,
  /^(?:oh? )?(?:my )?(?:god|heaven|lord|goodness|the lord|the gods|the devil)s? (?:bless|forgive|help|knows?|save|forbid|defend|grant|keep|pity|be (?:praised|thanked))(?: (?:you|me|us|him|her|them|it|thee|my soul))?$/,
  /^(?:for|in) (?:(?:god|heaven|goodness|pity|mercy|christ|love|the devil)'?s?'? (?:sake|name)|the name of \w+|the love of \w+)$/,
  /^(?:what|who|how|where|why) (?:the|in the|in) (?:devil|deuce|dickens|hell|blazes|thunder|world|plague)(?: (?:is|are|do|does|did|have|has) (?:it|that|this|you))?$/,
  /^(?:the )?(?:devil|deuce|plague|pox|hang|confound|curse|damn|dash|drat|bother|blast)(?: take| upon| on| o')? (?:it|it all|him|her|you|me|us|them|thee|'em|your \w+)$/,
  /^(?:the devil|to the devil|go to the devil|oh bother|oh fie|dear dear|dear me|oh dear|oh dear me|alack the day|woe is me|woe's me|well well well|ay me|ah me|o me|go hang|tut tut|bless my soul|bless my heart|fiddlesticks|stuff and nonsense)$/,
  /^(?:mark (?:my words?|me|you)|believe (?:me|you me)|depend (?:up)?on it|rest assured|trust me|make no mistake|never fear|not bloody likely)$/,
  /^(?:(?:and|but|for|now|well|no|yes|so) )?(?:i (?:can |do |must )?(?:tell|assure|promise|warrant|swear to) (?:you|thee|ye)|let me tell you|i give you my word|you (?:may|can) (?:be sure|depend (?:up)?on it|take my word(?: for it)?)|take my word(?: for it)?|i(?:'ll| will) (?:be (?:bound|hanged|damned|sworn)|warrant (?:you|thee|him)?)|i'll warrant|as i (?:live|breathe)|as sure as \w+.{0,20})$/,
  /^(?:i dare say|i daresay|to be sure|i put it to you|truth to tell|to tell the truth|to tell you the truth|as you might say|so to speak|as they say|as the saying goes|in a manner of speaking|if i may say so|if you ask me|as a matter of fact|in point of fact|the long and the short of it|when all is said and done|come what may|such is life|that is the question|that is just it|that's just it|that's the point|time will tell|first things first|lord love you|not for the world|i trow|i wis)$/,
  /^(?:(?:oh|ah|why|well|no|yes|and|but|now|come) )?my (?:dear|good|own|poor|little|sweet|young|old|pretty|brave|noble)(?: (?:dear|good|own|poor|little|sweet|young|old|pretty))? (?:fellow|boy|boys|chap|lad|lads|girl|child|love|darling|lady|sir|madam|thing|one|heart|creature)$/,
  /^(?:dear old|poor old|old) (?:fellow|boy|chap|lad|girl|sport|thing|bean|fruit|devil)$/,
];
