import { PlatformRequestError } from '../shared/errors';
import { masked } from './reveal';
import { settled } from '../shared/settled';

/**
 * A request's result. Should it fail, none of `texts` is in the error: neither in the path that was
 * asked nor in Netlify's own words, which may quote what was sent.
 */
export async function concealed<Value>(
	texts: readonly string[],
	request: Promise<Value>,
): Promise<Value> {
	const sent = await settled(request);
	if (sent.ok) return sent.value;
	const { error } = sent;
	if (!(error instanceof PlatformRequestError)) throw error;
	const conceal = (text: string) =>
		texts.reduce((rest, secret) => (secret === '' ? rest : rest.split(secret).join(masked)), text);
	throw new PlatformRequestError(
		error.platform,
		conceal(error.action),
		error.status,
		conceal(error.vendorMessage),
		error.code,
	);
}
