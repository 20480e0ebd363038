/**
 * Foreign text as GitHub's Markdown, on one line: nothing in it is a format, a link with another address than it
 * shows, a mention of a person or of another issue. Addresses stay addresses.
 */
export function markdownText(text: string): string {
	return text
		.replace(/[\s\p{Cc}]+/gu, ' ')
		.trim()
		.split(/(https?:\/\/[^\s<>"'`|()[\]{}\\*]+)/)
		.map((part, index) => (index % 2 === 1 ? addressOrText(part) : escaped(part)))
		.join('');
}

function addressOrText(address: string): string {
	return URL.canParse(address) ? `<${address}>` : escaped(address);
}

/** A zero-width space keeps `@name` and `#12` from being references. */
function escaped(text: string): string {
	return text
		.replace(/[&<>\\`*_{}[\]()+!|~$^-]/g, (character) => `&#${character.charCodeAt(0)};`)
		.replace(/@/g, '@\u200B')
		.replace(/#(?=\d)(?<!&#)/g, '#\u200B');
}

/** A link to a web address, shown as its host; the text itself for what is no such address. */
export function markdownLink(url: string): string {
	const parsed = URL.canParse(url) ? new URL(url) : null;
	if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.username !== '') return markdownText(url);
	const target = parsed.href.replace(
		/[()<>|[\]\\]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	return `[${escaped(`${parsed.host}${parsed.pathname === '/' ? '' : parsed.pathname}`)}](${target})`;
}

/** Foreign text in a block of code: its fence is longer than any in the text. */
export function markdownBlock(text: string): string {
	const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
	const fence = '`'.repeat(longest + 1);
	return `${fence}text\n${text.replace(/\r\n?/g, '\n').trimEnd()}\n${fence}`;
}
