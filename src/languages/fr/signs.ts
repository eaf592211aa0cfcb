import type { Signs } from '../signs.js';
import { addresseeOf } from './addressee.js';
import { announcements, STAGE_TALK } from './announcements.js';
import { IS_MODEL, MACHINE_TALK, MODERN_MODEL } from './model-talk.js';
import { namesIn } from './names.js';
import { NUMBER_WORDS, SMALL_NUMBERS } from './numbers.js';
import { PARTICLES } from './particles.js';
import { HEADINGS, isPersonsName } from './persons.js';
import { REFUSAL } from './refusal.js';
import { selfContained } from './self-contained.js';

export const signs: Signs = {
  speakerLabel:
    /^[\s>*_"“«([-]*(\p{Lu}[\p{L}'’.-]*(?: (?:(?:de|du|des|la|le|les|et) ){0,2}(?:[dl]['’])?(?:#?\d+|\p{Lu}[\p{L}'’.-]*)){0,3})[\])*_]*(?: ?\([^()]{1,60}\))?[\])*_]*\s?[:：](?!\/\/)[\s*_]*(.*)$/u,
  sides: /^(?:utilisat(?:eur|rice)|humaine?|assistante?|système|ia|moi|vous)$/iu,
  speech:
    /(?<!\p{L})(?:[Jj]e|[Jj]['’](?=\p{L})|[Mm]oi|[Mm]on|[Mm]a|[Mm]es|[Tt]u|[Tt]oi|[Tt]es|[Vv]ous|[Vv]otre|[Vv]os|[Nn]ous|[Nn]otre)(?!\p{L})/u,
  asksForSpeakers:
    /(?<!\p{L})(?:dialogues?|conversations?|scénarios?|pièces?|scènes?|saynètes?|sketch\w*|interviews?|entretiens?|histoires?|récits?|contes?|fables?|transcriptions?|jeux? de rôles?|échanges?|blagues?|débats?|bandes? dessinées?|monologues?|répliques?|interlocuteurs)(?!\p{L})/iu,
  asksToPlay:
    /(?<!\p{L})(?:écris|écrivez|écrire|compose[rz]?|joue[rz]?|jouons|improvise[rz]?|récite[rz]?|invente[rz]?|imagine[rz]?|mets en scène|mettez en scène|rédige[rz]?)(?!\p{L})/iu,
  asksForFact:
    /(?<!\p{L})(?:qui|où|quand|combien|quel(?:le)?s?(?! (?:est|sont) (?:votre|ton|ta) (?:avis|opinion))|de quoi|depuis quand|comment (?:vous|t['’]|te|s['’]|se) ?appel\p{L}*)(?!\p{L})/iu,
  asksYesOrNo:
    /^\s*(?:[^,?]*, )?(?:est-ce qu(?:e |['’])|n['’]est-ce pas|(?:(?:ne|me|te|nous|vous|le|la|les|y|en) |[nmtl]['’])*(?!quel|qu['’])\p{L}+(?:-t)?-(?:je|tu|ils?|elles?|on|nous|vous|ce)(?!\p{L}))/iu,
  saysYesOrNo:
    /^\P{L}*(?:oui|non|si|jamais|certes|certainement|assurément|nullement|point|pas|bien sûr|sans doute|peut-être|parbleu|volontiers)(?!\p{L})/iu,
  request:
    /^(?:\p{L}[\p{L} .'’-]{0,40}, )?(?:s['’]il (?:vous|te) plaît,? )?(?:veuillez|dis|décris|explique|donne|montre|partage|récite|chante|nomme|cite|liste|parle|apprends|imagine|raconte|présente|compare|écris|rédige|conseille|convaincs|définis|aide|appelle|traduis|résume|calcule|trouve|compose|confie|avoue|rappelle|fais|(?!chez|assez)\p{L}{3,}ez|je (?:veux|voudrais|souhaite|souhaiterais|désire|vous prie|te prie)|j['’]aimerais)(?:-\p{L}+)*(?!\p{L})/iu,
  danglingWord:
    /(?<![\p{L}'’-])(?:et|ou|mais|le|la|les|un|une|des|du|de|à|au|aux|que|qui|dont|parce que|car|mon|ma|mes|ton|tes|votre|vos|notre|nos|est|sont|pour|avec|dans|sur|par|sans|très|ne|cette|ces|je|leur|l['’]|d['’]|qu['’])$/iu,
  asksForAnotherLanguage:
    /(?<!\p{L})(?:tradui\p{L}*|traduction|langues?|convert\p{L}*|code|programme\p{L}*|scripts?|fonctions?|html|sql|python|json|javascript|anglais|espagnol|allemand|italien|chinois|japonais|coréen|arabe|hindi|latin|grec|russe|portugais|polonais|catalan|néerlandais)(?!\p{L})/iu,
  placeholders: [
    /[[<{(](?:votre|ton|mon|le|la|l['’]|un|une|nom du|insérez|insérer|indiquez|ajoutez|compléter|à compléter)? ?(?:nom|prénom|date|entreprise|société|destinataire|adresse|lieu|ville|personnage|titre|sujet|réponse|texte|numéro de téléphone)(?: (?:du|de la|de l['’]) ?\p{L}+| ici)?[\]>})]/iu,
    /[[(<](?:insérez|insérer|indiquez|ajoutez|à compléter|à remplir)(?!\p{L})[^\])>]*[\])>]/iu,
  ],
  asksToRepeat:
    /(?<!\p{L})(?:répèt\p{L}*|répét\p{L}*|refrains?|chansons?|chants?|poèmes?|comptines?|\d+ fois)(?!\p{L})/iu,
  talksOfText: [
    /(?<!\p{L})(?:cet|l['’]|d['’]après l['’]|dans l['’])\s?extrait(?!\p{L})/iu,
    /(?<!\p{L})(?:ce|le|du|au) (?:passage|texte|dialogue|scénario|script)(?: (?:ci-dessus|ci-dessous|fourni|donné|suivant|précédent))(?!\p{L})|(?<!\p{L})(?:ce passage|ce dialogue|ce texte|cette réplique|cette didascalie|dans le (?:passage|texte|dialogue|script))(?!\p{L})/iu,
    /(?<!\p{L})(?:dans|de|d['’]après|selon) (?:cette|la|le|l['’]) ?(?:scène|pièce|roman|film|œuvre|épisode|chapitre|intrigue)(?!\p{L})/iu,
    /(?<!\p{L})(?:ce|le|votre|ton) personnage(?!\p{L})(?! (?:de|du|d['’]|à|important|considérable|que vous))/iu,
  ],
  particles: PARTICLES,
  addresseeOf,
  modernModel: MODERN_MODEL,
  machine: MACHINE_TALK,
  isModel: IS_MODEL,
  refusal: REFUSAL,
  announcements,
  stageTalk: STAGE_TALK,
  headings: HEADINGS,
  isPersonsName,
  namesIn,
  numberWords: NUMBER_WORDS,
  smallNumbers: SMALL_NUMBERS,
  selfContained,
};
