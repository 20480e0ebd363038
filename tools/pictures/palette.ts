export interface Colour {
	readonly red: number;
	readonly green: number;
	readonly blue: number;
}

/** A colour, and how many pixels have it. */
interface Counted extends Colour {
	readonly count: number;
}

type Channel = keyof Colour;
const CHANNELS: readonly Channel[] = ['red', 'green', 'blue'];

/**
 * At most `colours` colours that stand for all in `rgb` (three bytes a pixel): median cut. The box with the most to
 * lose is split where half of its pixels are on each side, until there are enough.
 */
export function paletteOf(rgb: Buffer, colours: number): Colour[] {
	const boxes: Counted[][] = [countColours(rgb)];
	while (boxes.length < colours) {
		const widest = boxes.reduce((best, box) => (spreadOf(box) > spreadOf(best) ? box : best));
		if (spreadOf(widest) === 0) break;
		boxes.splice(boxes.indexOf(widest), 1, ...split(widest));
	}
	return boxes.map(standFor);
}

function countColours(rgb: Buffer): Counted[] {
	const counts = new Map<number, number>();
	for (let at = 0; at + 2 < rgb.length; at += 3) {
		const colour = rgb.readUIntBE(at, 3);
		counts.set(colour, (counts.get(colour) ?? 0) + 1);
	}
	return [...counts].map(([colour, count]) => ({ ...colourOf(colour), count }));
}

const colourOf = (rgb: number): Colour => ({ red: rgb >> 16, green: (rgb >> 8) & 255, blue: rgb & 255 });

const spreads = new WeakMap<Counted[], number>();

/** How badly one colour would stand for the box: its widest channel, weighed by the root of its pixels. */
function spreadOf(box: Counted[]): number {
	const known = spreads.get(box);
	if (known !== undefined) return known;
	const pixels = box.reduce((sum, { count }) => sum + count, 0);
	const spread = rangeOf(box, widestChannel(box)) * Math.sqrt(pixels);
	spreads.set(box, spread);
	return spread;
}

function widestChannel(box: readonly Counted[]): Channel {
	return CHANNELS.reduce((best, channel) => (rangeOf(box, channel) > rangeOf(box, best) ? channel : best));
}

function rangeOf(box: readonly Counted[], channel: Channel): number {
	let low = 255;
	let high = 0;
	for (const colour of box) {
		low = Math.min(low, colour[channel]);
		high = Math.max(high, colour[channel]);
	}
	return Math.max(0, high - low);
}

function split(box: Counted[]): [Counted[], Counted[]] {
	const channel = widestChannel(box);
	const sorted = [...box].sort((one, other) => one[channel] - other[channel]);
	const half = sorted.reduce((sum, { count }) => sum + count, 0) / 2;
	let seen = 0;
	let at = 0;
	while (at < sorted.length - 2 && seen + (sorted[at]?.count ?? 0) < half) seen += sorted[at++]?.count ?? 0;
	return [sorted.slice(0, at + 1), sorted.slice(at + 1)];
}

/** The commonest colour where one is common, so that a background stays what it is; else the mean. */
function standFor(box: readonly Counted[]): Colour {
	const pixels = box.reduce((sum, { count }) => sum + count, 0);
	const commonest = box.find(({ count }) => count * 2 > pixels);
	if (commonest) return commonest;
	const mean = (channel: Channel): number =>
		Math.round(box.reduce((sum, colour) => sum + colour[channel] * colour.count, 0) / Math.max(1, pixels));
	return { red: mean('red'), green: mean('green'), blue: mean('blue') };
}

/** Finds the place in the palette of what is nearest to a colour (24 bits). */
export function nearestTo(palette: readonly Colour[]): (rgb: number) => number {
	const known = new Map<number, number>();
	return (rgb) => {
		const before = known.get(rgb);
		if (before !== undefined) return before;
		const wanted = colourOf(rgb);
		let best = 0;
		let least = Infinity;
		palette.forEach((colour, index) => {
			const distance = CHANNELS.reduce((sum, channel) => sum + (colour[channel] - wanted[channel]) ** 2, 0);
			if (distance < least) [best, least] = [index, distance];
		});
		known.set(rgb, best);
		return best;
	};
}
