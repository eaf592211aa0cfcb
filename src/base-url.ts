/** Addresses of servers: what is wrong with one, which one was probably meant, and how it is shown to others. */

const OPENAI_API = 'https://api.openai.com/v1';

/** Pages that people copy an address from, and the API behind them. */
const PAGES: Record<string, string> = {
  'openai.com': OPENAI_API,
  'www.openai.com': OPENAI_API,
  'platform.openai.com': OPENAI_API,
  'chat.openai.com': OPENAI_API,
  'chatgpt.com': OPENAI_API,
};

/** Ends of paths that are one call of an API, another API of the same server, or a page about it. */
const NO_API =
  /\/(?:chat\/completions|completions|models|responses|embeddings|messages|api\/(?:generate|chat|tags)|docs|redoc|index\.html?)\/*$/i;
const TWICE = /(\/v\d+)\1+\/*$/;

const ENCODE = 'In a user name or password write % as %25, @ as %40, / as %2F, : as %3A, ? as %3F and # as %23.';

/** What is wrong with an address, and which one was probably meant; undefined where it can be asked. Tells no credentials. */
export function faultOfBaseUrl(text: string): string | undefined {
  const address = text.trim();
  if (address === '') return 'is empty';
  const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(address) ?? [];
  if (scheme === undefined) return withoutScheme(address);
  const shown = `"${shownUrl(address)}"`;
  if (!/^https?$/i.test(scheme)) {
    const meant = meantUrl(`${/^(?:ws|h?t+p)$/i.test(scheme) ? 'http' : schemeFor(rest)}://${rest}`);
    return `${shown} begins with ${scheme}:// instead of http:// or https://${didYouMean(meant)}`;
  }
  const url = parseUrl(address);
  if (!url) return `${shown} is not a valid URL. ${address.includes('@') ? ENCODE : 'Check its host and port.'}`;
  if (!isDecodable(url.username + url.password)) return `${shown} has a % that stands for no character. ${ENCODE}`;
  if (url.pathname.includes('@')) return `${shown} has an @ after a /. ${ENCODE}`;
  if (NO_API.test(url.pathname) || TWICE.test(url.pathname) || url.hostname in PAGES || isOpenAiRoot(url)) {
    return `${shown} is not the address of an API${didYouMean(meantUrl(address))}`;
  }
  return undefined;
}

/** The API's own address where `text` is that of one of its calls, without user name, password and query. */
export function apiOf(text: string): string | undefined {
  const url = parseUrl(text);
  if (!url) return undefined;
  const page = PAGES[url.hostname];
  if (page) return page;
  const path = url.pathname.replace(NO_API, '').replace(TWICE, '$1').replace(/\/+$/, '');
  return `${url.protocol}//${url.host}${path}`;
}

/** An address as others may see it: without user name and password, and without its query, which may hold a key. */
export function shownUrl(text: string): string {
  const url = parseUrl(text);
  if (url && /^https?:$/.test(url.protocol) && !url.pathname.includes('@')) {
    const user = url.username || url.password ? '***@' : '';
    return `${url.protocol}//${user}${url.host}${url.pathname === '/' ? '' : url.pathname}`;
  }
  // What cannot be parsed may have credentials with any character in them: all before the last @ is left out.
  return text
    .trim()
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)?[\s\S]*@/i, '$1***@')
    .replace(/[?#][\s\S]*$/, '');
}

function withoutScheme(address: string): string {
  // `https//host`, `http:/host`, `//host`
  const [, typed = '', rest = ''] = /^(?:(https?)(?::\/*|\/+)|\/+)?([\s\S]*)$/i.exec(address) ?? [];
  // What is no address at all may be a key in the wrong place: it is not repeated.
  if (!looksLikeHost(rest)) return 'is no URL: write one such as http://localhost:11434/v1';
  const meant = meantUrl(`${typed.toLowerCase() || schemeFor(rest)}://${rest}`);
  return `"${shownUrl(rest)}" does not begin with http:// or https://${didYouMean(meant)}`;
}

const HOST = /^(?:[^@]*@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d+))?/;

/** Whether a text begins with what can be a host: one with dots or a port, in letters of one case as people write them. */
function looksLikeHost(rest: string): boolean {
  const [, host = '', port] = HOST.exec(rest) ?? [];
  const isName = /^[a-z\d][a-z\d.-]{0,99}$|^[A-Z\d][A-Z\d.-]{0,99}$|^\[[\da-f:]+\]$/.test(host);
  return isName && !/\s/.test(rest) && (port !== undefined || /^localhost$|[.\]]/i.test(host));
}

/** http for this machine, addresses in numbers and ports of their own, https for names. */
function schemeFor(rest: string): 'http' | 'https' {
  const [, host = '', port] = HOST.exec(rest) ?? [];
  const isNear = /^localhost$|^\[|^[\d.]+$|\.(?:local|lan|internal)$/i.test(host);
  return isNear || (port !== undefined && port !== '443') ? 'http' : 'https';
}

/** As an API's address mostly is: with a path, which is /v1 where none is given. */
function meantUrl(text: string): string | undefined {
  const url = parseUrl(text);
  const api = url && isDecodable(url.username + url.password) ? apiOf(text) : undefined;
  if (!url || !api) return undefined;
  const user = url.username || url.password ? '***@' : '';
  const withUser = api.replace('://', `://${user}`);
  return /^https?:\/\/[^/]+$/.test(api) ? `${withUser}/v1` : withUser;
}

const didYouMean = (meant: string | undefined) => (meant === undefined ? '' : `: did you mean ${meant}?`);

const isOpenAiRoot = ({ hostname, pathname }: URL) => hostname === 'api.openai.com' && pathname === '/';

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
