/** What goes into an element: text, elements by name, or several of that name. */
export type XmlContent = string | { readonly [name: string]: XmlContent | readonly XmlContent[] | undefined };

export const XML_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);

function element(name: string, content: XmlContent, attributes = ''): string {
	const inner =
		typeof content === 'string'
			? escapeXml(content)
			: Object.entries(content)
					.flatMap(([child, value]) => [value ?? []].flat().map((each: XmlContent) => element(child, each)))
					.join('');
	return `<${name}${attributes}>${inner}</${name}>`;
}

export const XML_TYPE = 'application/xml';

/** A document as S3 answers. Members that are undefined are left out. */
export function xmlDocument(root: string, content: XmlContent, namespace = XML_NAMESPACE): string {
	const attributes = namespace === '' ? '' : ` xmlns="${namespace}"`;
	return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, content, attributes)}`;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescapeXml = (text: string): string =>
	text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_, hex: string, decimal: string, name: string) => {
		if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
		return decimal ? String.fromCodePoint(Number(decimal)) : (entities[name] ?? '');
	});

/** The texts of all elements of that name, anywhere: the few documents that a client sends need no more. */
export function elementsNamed(xml: string, name: string): string[] {
	return [...xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, 'g'))].map(
		(match) => match[1] ?? '',
	);
}

export function textNamed(xml: string, name: string): string | undefined {
	const found = elementsNamed(xml, name)[0];
	return found === undefined ? undefined : unescapeXml(found);
}
