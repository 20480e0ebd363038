/** What was wrong on the command line, in words for the person who typed it. */
export class UsageError extends Error {}

export interface ParsedArguments {
	readonly positionals: readonly string[];
	/** The last value given for a flag. */
	value(flag: string): string | undefined;
	/** Every value given for a flag that may be repeated. */
	values(flag: string): readonly string[];
	has(flag: string): boolean;
	/** A whole number from 1 to 65535; raises UsageError for anything else. */
	port(flag: string, fallback: number): number;
}

/**
 * Reads `--flag value`, `--flag=value` and bare `--switch`.
 * An unknown flag raises UsageError, so that a typing mistake never changes what is done.
 */
export function parseArguments(
	argv: readonly string[],
	known: { readonly values: readonly string[]; readonly switches: readonly string[] },
): ParsedArguments {
	const positionals: string[] = [];
	const values = new Map<string, string[]>();
	const switches = new Set<string>();
	for (let index = 0; index < argv.length; index++) {
		const word = argv[index] ?? '';
		if (!word.startsWith('--')) {
			positionals.push(word);
			continue;
		}
		const [flag = '', inline] = splitOnce(word.slice(2), '=');
		if (known.switches.includes(flag) && inline === undefined) {
			switches.add(flag);
			continue;
		}
		if (!known.values.includes(flag)) {
			const all = [...known.values.map((name) => `--${name} <value>`), ...known.switches.map((name) => `--${name}`)];
			throw new UsageError(`Unknown flag --${flag}. Known here: ${all.join(', ') || 'none'}.`);
		}
		let text = inline;
		if (text === undefined) {
			index += 1;
			text = argv[index];
		}
		if (text === undefined || text === '') throw new UsageError(`--${flag} needs a value.`);
		values.set(flag, [...(values.get(flag) ?? []), text]);
	}
	return {
		positionals,
		value: (flag) => values.get(flag)?.at(-1),
		values: (flag) => values.get(flag) ?? [],
		has: (flag) => switches.has(flag),
		port(flag, fallback) {
			const text = values.get(flag)?.at(-1);
			if (text === undefined) return fallback;
			const port = Number(text);
			if (!Number.isInteger(port) || port < 1 || port > 65_535) {
				throw new UsageError(`--${flag} must be a port from 1 to 65535, not "${text}".`);
			}
			return port;
		},
	};
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
	const at = text.indexOf(separator);
	return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
