/** Longer addresses than browsers open. */
const maxAddressLength = 2048;

/** A web address as PagerDuty accepts it; undefined for anything else. */
export function webAddress(value: unknown): string | undefined {
	const text = typeof value === 'string' ? value.trim() : '';
	if (!/^https?:\/\/[^\s]+$/i.test(text) || !URL.canParse(text)) return undefined;
	// As the standard writes it: spaces and letters outside ASCII encoded, no half characters.
	const { href } = new URL(text);
	return href.length <= maxAddressLength ? href : undefined;
}
