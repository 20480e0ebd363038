import { ConfigurationError } from '../../shared/operation/errors';

/**
 * A record's name in full, as Cloudflare writes it: in lower case, in Punycode, without a last dot; `@` is the zone.
 *
 * @throws ConfigurationError for a name outside the zone, of which Cloudflare would make one within it
 * (`api.other.com.example.com`) without a word.
 */
export function fullRecordName(entered: string, zoneName: string): string {
	const name = punycode(entered.trim().toLowerCase().replace(/\.$/, ''));
	if (name === '@') return zoneName;
	if (name === zoneName || name.endsWith(`.${zoneName}`)) return name;
	throw new ConfigurationError(
		`"${entered}" is no name in the zone ${zoneName}`,
		`Give the name in full, such as api.${zoneName}, or choose the zone that it is in`,
	);
}

function punycode(name: string): string {
	// Only letters outside ASCII need it; a URL would refuse some of what DNS takes.
	if (/^[\x21-\x7e]*$/.test(name)) return name;
	return URL.canParse(`http://${name}`) ? new URL(`http://${name}`).hostname : name;
}
