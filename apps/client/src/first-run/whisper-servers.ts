// Looks for whisper.cpp's server on this machine's usual ports: asks for its page, and for nothing else.

/** whisper.cpp's own default, and those that its guides and container images use. */
export const USUAL_PORTS: readonly number[] = [8080, 8081, 8178, 9000];

/** A server on the same machine answers in some ms. */
const PATIENCE_MS = 700;
/** Its page says what it is near its beginning, in characters. */
const LOOKED_AT = 4_096;

/** Addresses at which one answers. */
export async function findWhisperServers(
  ports: readonly number[] = USUAL_PORTS,
): Promise<readonly string[]> {
  const asked = await Promise.all(ports.map((port) => isWhisper(`http://127.0.0.1:${port}`)));
  return asked.flatMap((found) => (found === undefined ? [] : [found]));
}

async function isWhisper(url: string): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(url, { signal, redirect: 'manual' });
    const named = response.headers.get('server') ?? '';
    const text = await beginning(response);
    return /whisper\.?cpp/iu.test(named + text) ? url : undefined;
  } catch {
    return undefined;
  }
}

/** Whatever else it is that answers there, no more of it is read. */
async function beginning({ body }: Response): Promise<string> {
  if (body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length >= LOOKED_AT) break;
  }
  return text.slice(0, LOOKED_AT);
}
