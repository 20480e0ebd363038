import { readFileSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

import { nearestTo, paletteOf } from '../../../tools/pictures/palette';
import { decodePng, reduceColours } from '../../../tools/pictures/png';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

function chunk(type: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type), data]);
	const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(data.length);
	check.writeUInt32BE(crc32(body));
	return Buffer.concat([length, body, check]);
}

/** A PNG of rows that are filtered already: each begins with its filter. */
function pngOf(width: number, rows: readonly number[][], colourType = 2): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(rows.length, 4);
	header.set([8, colourType, 0, 0, 0], 8);
	const data = deflateSync(Buffer.from(rows.flat()));
	// In two parts, as large pictures come.
	const [first, second] = [data.subarray(0, 5), data.subarray(5)];
	return Buffer.concat([
		SIGNATURE,
		chunk('IHDR', header),
		chunk('IDAT', first),
		chunk('IDAT', second),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

it.each([
	['none', [0, 9, 9, 9, 20, 30, 40], [9, 9, 9, 20, 30, 40]],
	['the pixel to the left', [1, 9, 9, 9, 11, 21, 31], [9, 9, 9, 20, 30, 40]],
	['the pixel above', [2, 8, 7, 6, 250, 0, 1], [9, 9, 9, 4, 20, 31]],
	['the mean of both', [3, 1, 1, 1, 10, 20, 30], [1, 2, 2, 15, 31, 46]],
	['Paeth', [4, 1, 1, 1, 1, 1, 1], [2, 3, 4, 11, 21, 31]],
])('reads a row that is told by %s', (_, second, expected) => {
	const { width, height, rgb } = decodePng(pngOf(2, [[0, 1, 2, 3, 10, 20, 30], second]));
	expect([width, height]).toEqual([2, 2]);
	expect([...rgb.subarray(6)]).toEqual(expected);
});

it.each([
	['no PNG', Buffer.from('GIF89a and more'), 'This is not a PNG'],
	['a picture with alpha', pngOf(1, [[0, 1, 2, 3, 4]], 6), 'Only a PNG of 8 bits'],
])('refuses %s', (_, picture, message) => {
	expect(() => decodePng(picture)).toThrow(message);
});

it('keeps a picture of few colours as it is, and names each once', () => {
	const red = [255, 0, 0];
	const grey = [245, 245, 245];
	const reduced = reduceColours(
		pngOf(3, [
			[0, ...red, ...grey, ...grey],
			[0, ...grey, ...grey, ...grey],
		]),
	);
	const palette = reduced.indexOf('PLTE') + 4;
	expect(reduced.readUInt32BE(palette - 8)).toBe(6);
	expect([...reduced.subarray(palette, palette + 6)].sort()).toEqual([0, 0, 245, 245, 245, 255]);
	// Browsers read it: width, height, eight bits, a palette.
	expect([reduced.readUInt32BE(16), reduced.readUInt32BE(20), reduced[24], reduced[25]]).toEqual([3, 2, 8, 3]);
});

it('gives a rare colour a place of its own, and the background the one that it had', () => {
	const background = Buffer.alloc(3000, 245);
	const shades = Buffer.from(Array.from({ length: 300 }, (_, index) => Math.floor(index / 3)));
	const orange = Buffer.from([255, 109, 0]);
	const palette = paletteOf(Buffer.concat([background, shades, orange]), 16);
	const nearest = nearestTo(palette);
	expect(palette).toHaveLength(16);
	expect(palette[nearest(0xf5f5f5)]).toMatchObject({ red: 245, green: 245, blue: 245 });
	expect(palette[nearest(0xff6d00)]).toMatchObject({ red: 255, green: 109, blue: 0 });
});

it('takes no picture for a workflow whose colours were not reduced', () => {
	const picture = readFileSync(path.resolve(__dirname, '../../../docs/pictures/workflows/02-release.png'));
	expect(picture[25]).toBe(3);
});
