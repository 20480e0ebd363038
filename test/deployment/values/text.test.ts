import { cutText, cutTextToBytes, decodeText, wellFormed } from '../../../nodes/deployment/values/text';

// `isWellFormed` is in Node 20, but not yet in the library types of es2023; encoding throws for a lone half.
const isWellFormed = (text: string) => encodeURIComponent(text) !== '';

it.each([
	['x'.repeat(1020) + '\u{1F525} deploy failed, see the log', 1024],
	['x'.repeat(136) + '\u{1F41B} and more words after it', 140],
	['\u{1F468}\u200D\u{1F469}\u200D\u{1F467}'.repeat(40), 140],
	['e\u0301'.repeat(200), 140],
	['\uD83D'.repeat(200), 140],
	['a'.repeat(10_000_000), 1024],
])('cuts to the limit, and leaves valid Unicode (%#)', (text, maxLength) => {
	const cut = cutText(text, maxLength);
	expect(cut.length).toBeLessThanOrEqual(maxLength);
	expect(cut.length).toBeGreaterThan(maxLength - 30);
	expect(cut.endsWith('...')).toBe(true);
	expect(isWellFormed(cut)).toBe(true);
});

it('leaves a composed character whole, or out', () => {
	const family = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}';
	expect(cutText(`ab${family}cd`, 9)).toBe('ab...');
	expect(cutText(`ab${family}cd`, 12)).toBe(`ab${family}cd`);
	expect(cutText(`abe\u0301fgh`, 6)).toBe('ab...');
});

it('takes what fits as it is, and mends only the halves', () => {
	expect(cutText('as it is ', 9)).toBe('as it is ');
	expect(cutText('a\uD83Db', 9)).toBe('a\uFFFDb');
	expect(wellFormed('\uDC00\u{1F525}\uD800')).toBe('\uFFFD\u{1F525}\uFFFD');
});

it('gives no more than there is room for, when the mark itself has none', () => {
	expect(cutText('abcdef', 2)).toBe('');
	expect(cutText('abcdef', 3)).toBe('...');
	expect(cutText('abcdef', 4)).toBe('a...');
});

it('counts bytes where a platform does', () => {
	const cut = cutTextToBytes('\u{1F525}'.repeat(10), 20);
	expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(20);
	expect(cut).toBe(`${'\u{1F525}'.repeat(4)}...`);
});

it.each([
	['UTF-8 with a mark', Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d]), ''],
	['UTF-16 LE with a mark', Buffer.from('\uFEFF{}', 'utf16le'), 'application/json'],
	['UTF-16 BE with a mark', Buffer.from('\uFEFF{}', 'utf16le').swap16(), 'application/json; charset=utf-8'],
	['a charset', Buffer.from('{}', 'utf16le'), 'text/plain; charset="UTF-16LE"'],
	['an unknown charset', Buffer.from('{}'), 'text/plain; charset=nonsense'],
])('reads %s', (_name, bytes, contentType) => {
	expect(decodeText(bytes, contentType)).toBe('{}');
});

it('reads Latin-1 as what it is', () => {
	expect(decodeText(Buffer.from([0x63, 0xe9]), 'text/plain; charset=ISO-8859-1')).toBe('c\u00E9');
});
