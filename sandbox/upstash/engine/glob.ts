/** A Redis glob (`h?llo`, `h*`, `h[ae]llo`, `h[^e]`, `\*`) as a regular expression over the whole key. */
export function globToRegExp(pattern: string): RegExp {
	let source = '';
	for (let index = 0; index < pattern.length; index++) {
		const character = pattern.charAt(index);
		if (character === '*') source += '[\\s\\S]*';
		else if (character === '?') source += '[\\s\\S]';
		else if (character === '[') {
			const end = pattern.indexOf(']', index + 1);
			if (end < 0) {
				source += '\\[';
				continue;
			}
			source += `[${pattern.slice(index + 1, end).replace(/[\\\]]/g, '\\$&')}]`;
			index = end;
		} else {
			const literal = character === '\\' ? pattern.charAt(++index) : character;
			source += literal.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
		}
	}
	return new RegExp(`^${source}$`, 'u');
}
