/** Shapes of credentials that a build may print although no variable of the site holds them. */
const shapes: ReadonlyArray<readonly [RegExp, string]> = [
	[/\b(gh[pousr]_|github_pat_|nf[pcoub]_|sk_live_|sk_test_|xox[abprs]-|npm_|glpat-|FlyV1\s+)\S{8,}/g, '$1***'],
	[/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, '$1***'],
	[/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, '***'],
	[/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s@/]+@/gi, '$1***@'],
	[/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, '$1 ***'],
	[/\b([\w-]*(?:token|secret|password|passwd|api[_-]?key|authorization)[\w-]*["']?\s*[:=]\s*["']?)[^\s"',;&]{4,}/gi, '$1***'],
	[/-----BEGIN [A-Z ]*PRIVATE KEY-----.*/g, '***'],
];

/** A line of a log without what looks like a credential. */
export function withoutTokens(line: string): string {
	return shapes.reduce((text, [shape, replacement]) => text.replace(shape, replacement), line);
}

/** A line without the escape sequences that colour it, which could stand within a secret. */
export function withoutColours(line: string): string {
	return line.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '');
}
