import { escapeHtml } from './escapeHtml';

/**
 * The part of GitHub's Markdown that comments of machines are made of, as HTML: headings, paragraphs, tables, bold
 * text, code, links with a web address, blocks of code, and a folded part (`<details>` with a `<summary>`). All other
 * markup of a text is shown as it was written.
 */
export function markdownToHtml(text: string): string {
	const lines = text
		.replace(/<!--[\s\S]*?-->/g, '')
		.replace(/\r\n?/g, '\n')
		.split('\n');
	const blocks: string[] = [];
	for (let at = 0; at < lines.length;) {
		const { html, used } = blockAt(lines.slice(at));
		blocks.push(html);
		at += used;
	}
	return blocks.filter((block) => block !== '').join('\n');
}

interface Block {
	readonly html: string;
	/** How many lines it has. */
	readonly used: number;
}

function blockAt(lines: readonly string[]): Block {
	const [line = '', next = ''] = lines;
	if (line.trim() === '') return { html: '', used: 1 };
	const [, fence] = /^(`{3,})/.exec(line) ?? [];
	if (fence !== undefined) return fencedCode(lines, fence);
	const [, marks = '', title] = /^(#{1,6}) +(.+)$/.exec(line) ?? [];
	if (title !== undefined) return { html: `<h${marks.length}>${inline(title)}</h${marks.length}>`, used: 1 };
	const [, summary] = /^<details><summary>(.*)<\/summary>$/.exec(line) ?? [];
	if (summary !== undefined) return { html: `<details><summary>${inline(summary)}</summary>`, used: 1 };
	if (line === '</details>') return { html: line, used: 1 };
	if (line.startsWith('|') && /^\|(?:\s*:?-+:?\s*\|)+\s*$/.test(next)) return table(lines);
	const end = lines.findIndex((each) => each.trim() === '');
	const used = end < 0 ? lines.length : end;
	return { html: `<p>${lines.slice(0, used).map(inline).join('<br>')}</p>`, used };
}

function fencedCode(lines: readonly string[], fence: string): Block {
	const end = lines.findIndex((line, index) => index > 0 && line === fence);
	const last = end < 0 ? lines.length : end;
	return { html: `<pre>${escapeHtml(lines.slice(1, last).join('\n'))}</pre>`, used: last + 1 };
}

function table(lines: readonly string[]): Block {
	const end = lines.findIndex((line) => !line.startsWith('|'));
	const used = end < 0 ? lines.length : end;
	const row = (line: string, cell: 'th' | 'td'): string => {
		const cells = line.trim().slice(1, -1).split('|');
		return `<tr>${cells.map((text) => `<${cell}>${inline(text.trim())}</${cell}>`).join('')}</tr>`;
	};
	const [head = '', , ...rows] = lines.slice(0, used);
	return { html: `<table>${row(head, 'th')}${rows.map((line) => row(line, 'td')).join('')}</table>`, used };
}

/** Entities stay what they stand for; what else could be markup is escaped before any is made. */
function inline(text: string): string {
	return escapeHtml(text)
		.replace(/&amp;(#\d{1,6}|amp|lt|gt|quot);/g, '&$1;')
		.replace(/`([^`]+)`/g, '<code>$1</code>')
		.replace(/\*\*([^*]+)\*\*/g, '<b>$1</b>')
		.replace(/\[([^\][]+)\]\((https?:\/\/[^\s()]+)\)/g, '<a href="$2">$1</a>')
		.replace(/&lt;(https?:\/\/[^\s&]+)&gt;/g, '<a href="$1">$1</a>');
}
