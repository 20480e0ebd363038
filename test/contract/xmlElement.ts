/** An element of an XML document: what the contract checks need of one. */
export interface XmlElement {
	readonly name: string;
	readonly children: readonly XmlElement[];
	/** The text in it, unescaped; empty where it has elements. */
	readonly text: string;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescapeXml = (text: string): string =>
	text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_, hex: string, decimal: string, name: string) => {
		if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
		return decimal ? String.fromCodePoint(Number(decimal)) : (entities[name] ?? '');
	});

/** The root element; undefined for what is no XML document, unclosed elements included. */
export function parseXmlDocument(xml: string): XmlElement | undefined {
	const root: XmlElement & { children: XmlElement[] } = { name: '', children: [], text: '' };
	const open: Array<{ name: string; children: XmlElement[]; text: string }> = [root];
	for (const [token] of xml.matchAll(/<[^>]*>|[^<]+/g)) {
		const current = open.at(-1);
		if (!current) return undefined;
		if (token.startsWith('<?') || token.startsWith('<!')) continue;
		if (token.startsWith('</')) {
			if (open.length < 2 || current.name !== token.slice(2, -1).trim()) return undefined;
			open.pop();
		} else if (token.startsWith('<')) {
			const name = /^<([\w.:-]+)/.exec(token)?.[1];
			if (name === undefined) return undefined;
			const element = { name, children: [], text: '' };
			current.children.push(element);
			if (!token.endsWith('/>')) open.push(element);
		} else {
			current.text += unescapeXml(token);
		}
	}
	return open.length === 1 && root.children.length === 1 ? root.children[0] : undefined;
}
