import { isPrivateHost } from './privateHost';

/** Which redirects are followed. */
export type RedirectPolicy = 'none' | 'sameHost' | 'anyHost';

export const maxRedirects = 5;

const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308];

export type Redirect =
	| { readonly kind: 'none' }
	| { readonly kind: 'follow'; readonly address: URL }
	/** `reason` names the host alone: a path or query may hold a token. */
	| { readonly kind: 'refuse'; readonly reason: string };

/**
 * Where an answer leads. The deployed site decides what stands in `Location`, so that following it to
 * another host would let whoever may change the site read from n8n's own network.
 */
export function redirectOf(status: number, location: string | undefined, from: URL, policy: RedirectPolicy): Redirect {
	if (policy === 'none' || !redirectStatuses.includes(status) || location === undefined) return { kind: 'none' };
	if (!URL.canParse(location, from.href)) return { kind: 'none' };
	const address = new URL(location, from.href);
	if (address.protocol !== 'http:' && address.protocol !== 'https:') {
		return { kind: 'refuse', reason: `leads to a ${address.protocol} address, which is not followed` };
	}
	if (isSameHost(address, from)) {
		return { kind: 'follow', address: withUserOf(from, address) };
	}
	if (policy === 'sameHost') {
		return {
			kind: 'refuse',
			reason: `leads to another host, ${address.host}, and only redirects to the same host are followed`,
		};
	}
	if (isPrivateHost(address.hostname)) {
		return { kind: 'refuse', reason: `leads to ${address.host} in a private network, which is not followed` };
	}
	return { kind: 'follow', address };
}

/**
 * The same name, with `www.` or without, and the same port; from http to https or back, each with its
 * usual port, counts as the same.
 */
export function isSameHost(one: URL, other: URL): boolean {
	const [left, right] = [one, other].map(({ hostname }) => hostname.replace(/^www\./, ''));
	return left === right && one.port === other.port;
}

/** A redirect names no user, and goes on with the one that was asked with; not at another name, nor over an open line. */
function withUserOf(from: URL, to: URL): URL {
	const address = new URL(to);
	const isEncryptedStill = from.protocol === 'http:' || to.protocol === 'https:';
	if (isEncryptedStill && to.hostname === from.hostname && address.username === '' && address.password === '') {
		address.username = from.username;
		address.password = from.password;
	}
	return address;
}
