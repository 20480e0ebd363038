import isSafePattern from 'safe-regex2';

/**
 * A regular expression that a person wrote, to be run on a server's answer. Patterns that could
 * backtrack without end, such as `(a+)+$`, would stop all of n8n and are refused.
 *
 * @returns the expression, or a sentence about why it cannot be used.
 */
export function compileBodyPattern(
	pattern: string,
): { readonly ok: true; readonly expression: RegExp } | { readonly ok: false; readonly reason: string } {
	let expression: RegExp;
	try {
		expression = unicodeExpression(pattern) ?? new RegExp(pattern);
	} catch (error) {
		return { ok: false, reason: error instanceof Error ? error.message : String(error) };
	}
	if (isSafePattern(pattern)) return { ok: true, expression };
	return { ok: false, reason: 'it repeats a repetition, which can take for ever on some answers' };
}

/** In which a dot takes a whole emoji, and `\p{L}` is a letter; undefined for what only the older syntax takes, such as a lone `{`. */
function unicodeExpression(pattern: string): RegExp | undefined {
	try {
		return new RegExp(pattern, 'u');
	} catch {
		return undefined;
	}
}
