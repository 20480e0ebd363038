const words: ReadonlySet<string> = new Set([
	...['and', 'or', 'unless', 'bool', 'offset', 'inf', 'nan', 'start', 'end', 'atan2'],
]);

/** Names of metrics in a PromQL expression: what is no function, no label, no text and no keyword. */
export function metricNamesIn(expression: string): string[] {
	const bare = expression
		.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g, '""')
		.replace(/#[^\n]*/g, '')
		.replace(/\{[^}]*\}/g, '{}')
		.replace(/\[[^\]]*\]/g, '[]')
		.replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/gi, ' ')
		.replace(/\b(by|without|on|ignoring|group_left|group_right|offset\s+-?\w+)\b/gi, ' ');
	const names = [...bare.matchAll(/(?<![\w:.])([a-zA-Z_:][\w:]*)(?!\s*\(|[\w:])/g)].map(([, name = '']) => name);
	return [...new Set(names)].filter((name) => !words.has(name.toLowerCase()));
}

/** The known names that look most like one that is not known, at most three. */
export function similarNames(name: string, known: readonly string[]): string[] {
	const parts = name.toLowerCase().split('_');
	const likeness = (other: string): number => {
		const others = other.toLowerCase().split('_');
		return parts.filter((part) => others.some((one) => one.startsWith(part.slice(0, 4)))).length / others.length;
	};
	return known
		.map((other) => ({ other, alike: likeness(other) }))
		.filter(({ alike }) => alike >= 0.5)
		.sort((left, right) => right.alike - left.alike)
		.slice(0, 3)
		.map(({ other }) => other);
}
