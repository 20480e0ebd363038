/** Up to the end of an address, wherever it stands: in quotes, brackets or a tag. */
const rest = '[^\\s"\'`<>()\\[\\]{}|\\\\]+';

/** Vendors' prefixes of their tokens; what follows is the secret. */
const prefixes =
	'gh[pousr]_|github_pat_|glpat-|nf[pcoub]_|npm_|pypi-|dckr_pat_|[srp]k_(?:live|test)_|whsec_|sk-|xox[abeoprs]-|xapp-|' +
	'AIza|ya29\\.|SG\\.|shp(?:at|ca|pa|ss)_|dop_v1_|hv[sb]\\.|napi_|ATATT3x|FlyV1\\s+|fm2_';

/** Shapes of credentials that a build may print although no variable of the site holds them. */
const shapes: ReadonlyArray<readonly [RegExp, string]> = [
	// Addresses that are a secret as a whole: whoever knows one may post to it (Slack, Discord, Teams, Zapier, Make, IFTTT, build hooks ...).
	[new RegExp(`\\b(https?://(?:hooks?\\.[\\w.-]+|[\\w.-]*webhook[\\w.-]*)(?::\\d+)?)/${rest}`, 'gi'), '$1/***'],
	[
		new RegExp(
			`\\b(https?://[\\w.-]+(?::\\d+)?/(?:${rest.slice(0, -1)}*?/)??(?:[\\w-]*hooks?\\w*|with/key|integrations?)/)${rest}`,
			'gi',
		),
		'$1***',
	],
	[/\bbot\d{6,12}:[\w-]{20,}/g, 'bot***'],
	[/\b\d{8,12}:[\w-]{30,}/g, '***'],
	[/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@"']*:)[^\s@/"']+@/gi, '$1***@'],
	[/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s:/@?#"']{8,}@/gi, '$1***@'],
	[
		/([?&][\w.-]*(?:key|sig|signature|auth|code|token|secret|pass|password|pwd|credential)[\w.-]*=)[^\s&#"'<>]+/gi,
		'$1***',
	],
	[new RegExp(`\\b(${prefixes})[\\w.~+/=-]{8,}`, 'g'), '$1***'],
	[/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, '$1***'],
	[/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, '***'],
	[/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, '$1 ***'],
	[
		/\b([\w-]*(?:token|secret|password|passwd|api[_-]?key|authorization)[\w-]*["']?\s*[:=]\s*["']?)[^\s"',;&]{4,}/gi,
		'$1***',
	],
	[/-----BEGIN [A-Z ]*PRIVATE KEY-----.*/g, '***'],
	// A key's or a certificate's body, which stands on lines of its own.
	[/^(\s*!?\s*)[A-Za-z0-9+/]{60,}={0,2}\s*$/gm, '$1***'],
];

/** A line of a log with what looks like a credential redacted. */
export function redactTokens(line: string): string {
	return shapes.reduce((text, [shape, replacement]) => text.replace(shape, replacement), line);
}

/** A line without the escape sequences that colour it, which could stand within a secret. */
export function withoutColours(line: string): string {
	return line.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '');
}
