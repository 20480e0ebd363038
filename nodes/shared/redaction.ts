/** Longest vendor text that an error carries. */
const maxMessageLength = 600;

/**
 * `text` without any of `secrets`, on one line, shortened. Secrets under six characters are left: they
 * would blank ordinary words. Of `values`, which are known to be in what was sent, none is left.
 */
export function scrub(text: string, secrets: readonly string[], values: readonly string[] = []): string {
	let clean = text;
	for (const secret of [...secrets.filter(({ length }) => length >= 6), ...values]) {
		if (secret !== '') clean = clean.split(secret).join('***');
	}
	clean = clean.replace(/\s+/g, ' ').trim();
	return clean.length > maxMessageLength ? `${clean.slice(0, maxMessageLength)}...` : clean;
}
