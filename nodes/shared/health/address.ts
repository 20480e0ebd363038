import { cutText } from '../../deployment/values/text';
import { ConfigurationError } from '../operation/errors';

/**
 * An address that may be asked, checked.
 * @throws ConfigurationError when it is not an http or https address; without repeating what it holds.
 */
export function checkedAddress(text: string, label: string): URL {
	const advice = 'Enter a full address such as https://paintbox.candlefish.ai/health';
	if (!URL.canParse(text)) {
		throw new ConfigurationError(`${label} is not an address: ${redactUserInfo(text)}`, advice);
	}
	const address = new URL(text);
	if (address.protocol !== 'http:' && address.protocol !== 'https:') {
		throw new ConfigurationError(`${label} must be http or https, not ${address.protocol}`, advice);
	}
	return address;
}

/** The address as it may be shown and stored: no user name, no password, and no values in the query, which often are tokens. */
export function redactAddress(address: URL): string {
	const shown = new URL(address);
	shown.username = '';
	shown.password = '';
	shown.hash = '';
	for (const name of new Set(shown.searchParams.keys())) shown.searchParams.set(name, '***');
	return shown.href;
}

/** Everything in an address that must not appear in an error or an excerpt. */
export function secretsIn(address: URL): string[] {
	return [
		...new Set([
			address.username,
			address.password,
			decoded(address.username),
			decoded(address.password),
			...address.searchParams.values(),
		]),
	].filter((text) => text !== '');
}

/** Of which even the shortest must not appear, unless it is a single character. */
export function passwordsIn({ password }: URL): string[] {
	return [...new Set([password, decoded(password)])].filter((text) => text.length > 1);
}

/** Percent signs undone byte by byte: what a server gets, and may repeat, even when it is no valid UTF-8. */
function decoded(text: string): string {
	const bytes = text.replace(/%([0-9a-f]{2})/gi, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)));
	return Buffer.from(bytes, 'latin1').toString('utf8');
}

function redactUserInfo(text: string): string {
	return cutText(text.replace(/^([^/]*\/\/)?[^/]*@/, '$1').replace(/[?#].*$/s, ''), 200);
}
