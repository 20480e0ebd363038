import { crc32, deflateSync, inflateSync } from 'node:zlib';

import { type Colour, nearestTo, paletteOf } from './palette';

/** Pixels of three bytes each (red, green, blue), row by row. */
export interface Pixels {
	readonly width: number;
	readonly height: number;
	readonly rgb: Buffer;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const RGB = 2;
const PALETTE = 3;

/**
 * The same picture in at most `colours` colours: about a fifth of the bytes of a browser's screenshot, since an editor
 * has few colours and much of each. Raises for a picture that no browser of ours makes.
 */
export function reduceColours(png: Buffer, colours = 64): Buffer {
	const { width, height, rgb } = decodePng(png);
	const palette = paletteOf(rgb, colours);
	const nearest = nearestTo(palette);
	const rows = Buffer.alloc(height * (width + 1));
	for (let y = 0, from = 0; y < height; y++) {
		// The first byte of a row is its filter: none, which is best for a palette.
		for (let x = 0, to = y * (width + 1) + 1; x < width; x++, from += 3, to++) {
			rows[to] = nearest(rgb.readUIntBE(from, 3));
		}
	}
	return Buffer.concat([
		SIGNATURE,
		chunk('IHDR', headerOf(width, height)),
		chunk('PLTE', Buffer.from(palette.flatMap(({ red, green, blue }: Colour) => [red, green, blue]))),
		chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

/** Reads a PNG of eight bits a channel, without alpha and without interlacing: what Chromium's screenshots are. */
export function decodePng(png: Buffer): Pixels {
	if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error('This is not a PNG');
	const chunks = chunksOf(png);
	const header = chunks.find(({ type }) => type === 'IHDR')?.data;
	if (header === undefined || header[8] !== 8 || header[9] !== RGB || header[12] !== 0) {
		throw new Error('Only a PNG of 8 bits, RGB, not interlaced can be read here');
	}
	const width = header.readUInt32BE(0);
	const height = header.readUInt32BE(4);
	const packed = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
	return { width, height, rgb: unfilter(inflateSync(Buffer.concat(packed)), width * 3, height) };
}

interface Chunk {
	readonly type: string;
	readonly data: Buffer;
}

function chunksOf(png: Buffer): Chunk[] {
	const chunks: Chunk[] = [];
	for (let at = SIGNATURE.length; at < png.length;) {
		const length = png.readUInt32BE(at);
		chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
		at += length + 12;
	}
	return chunks;
}

function chunk(type: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(data.length);
	const check = Buffer.alloc(4);
	check.writeUInt32BE(crc32(body));
	return Buffer.concat([length, body, check]);
}

function headerOf(width: number, height: number): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header[8] = 8;
	header[9] = PALETTE;
	return header;
}

/** The five filters of PNG (https://www.w3.org/TR/png-3/#9Filters), undone. */
function unfilter(filtered: Buffer, rowBytes: number, height: number): Buffer {
	const raw = Buffer.alloc(rowBytes * height);
	for (let y = 0; y < height; y++) {
		const filter = filtered[y * (rowBytes + 1)] ?? 0;
		for (let x = 0; x < rowBytes; x++) {
			const to = y * rowBytes + x;
			const left = x >= 3 ? (raw[to - 3] ?? 0) : 0;
			const above = y > 0 ? (raw[to - rowBytes] ?? 0) : 0;
			const corner = x >= 3 && y > 0 ? (raw[to - rowBytes - 3] ?? 0) : 0;
			raw[to] = (filtered[y * (rowBytes + 1) + 1 + x] ?? 0) + predicted(filter, left, above, corner);
		}
	}
	return raw;
}

function predicted(filter: number, left: number, above: number, corner: number): number {
	if (filter === 0) return 0;
	if (filter === 1) return left;
	if (filter === 2) return above;
	if (filter === 3) return Math.floor((left + above) / 2);
	const guess = left + above - corner;
	const toLeft = Math.abs(guess - left);
	const toAbove = Math.abs(guess - above);
	const toCorner = Math.abs(guess - corner);
	if (toLeft <= toAbove && toLeft <= toCorner) return left;
	return toAbove <= toCorner ? above : corner;
}
