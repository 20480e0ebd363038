const loneSurrogates = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** `text` with each half of a character replaced by U+FFFD: what every strict reader of Unicode takes. */
export function wellFormed(text: string): string {
	return text.replace(loneSurrogates, '\uFFFD');
}

/**
 * `text` well formed and with at most `maxLength` UTF-16 units, so also at most as many characters,
 * however the platform counts. A longer one ends with `mark`; no character, nor one that is composed of
 * several (a flag, a family, a letter with its accent), is cut through.
 */
export function cutText(text: string, maxLength: number, mark = '...'): string {
	const whole = wellFormed(text);
	return whole.length <= maxLength ? whole : cutWhole(whole, maxLength, mark, ({ length }) => length);
}

/** As `cutText`, with the limit in bytes of UTF-8. */
export function cutTextToBytes(text: string, maxBytes: number, mark = '...'): string {
	const whole = wellFormed(text);
	return Buffer.byteLength(whole) <= maxBytes
		? whole
		: cutWhole(whole, maxBytes, mark, (part) => Buffer.byteLength(part));
}

function cutWhole(text: string, max: number, mark: string, sizeOf: (text: string) => number): string {
	const room = max - sizeOf(mark);
	if (room <= 0) return sizeOf(mark) <= max ? mark : '';
	let kept = '';
	let size = 0;
	// No character is smaller than one unit, so what lies further on cannot fit.
	for (const { segment } of characters.segment(text.slice(0, room + longestCharacter))) {
		size += sizeOf(segment);
		if (size > room) break;
		kept += segment;
	}
	return `${wellFormed(kept).trimEnd()}${mark}`;
}

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** UTF-16 units beyond the limit that decide where its last character begins. */
const longestCharacter = 64;

/**
 * Bytes as text: by their byte order mark, else by the content type's charset, else UTF-8. The mark
 * itself is left out. An unknown charset is read as UTF-8, as browsers read JSON.
 */
export function decodeText(bytes: Uint8Array, contentType = ''): string {
	return new TextDecoder(charsetByMark(bytes) ?? charsetIn(contentType) ?? 'utf-8').decode(bytes);
}

function charsetByMark([first, second, third]: Uint8Array): string | undefined {
	if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
	if (first === 0xff && second === 0xfe) return 'utf-16le';
	if (first === 0xfe && second === 0xff) return 'utf-16be';
	return undefined;
}

function charsetIn(contentType: string): string | undefined {
	const label = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1];
	if (label === undefined) return undefined;
	try {
		return new TextDecoder(label).encoding;
	} catch {
		// The one thing it throws for: a label that no standard knows.
		return undefined;
	}
}
