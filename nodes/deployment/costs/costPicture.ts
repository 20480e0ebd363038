import { escapeHtml } from '../values/html';
import { monthAfter, monthAt } from './costMonth';
import { type CostPlatform, costPlatformName, costPlatforms } from './costPlatforms';
import type { CostEntry } from './costRow';
import { moneyText } from './moneyText';

const months = 12;
/** In the picture's own units. */
const [width, height, left, bottom, top, legendHeight] = [720, 300, 64, 28, 16, 28];
const plotHeight = height - top - bottom - legendHeight;
const slot = (width - left) / months;
const barWidth = 34;

interface Bar {
	readonly month: string;
	readonly parts: ReadonlyArray<{ readonly platform: CostPlatform; readonly amount: number }>;
	readonly sum: number;
	/** With what the month is estimated to come to; never less than the sum. */
	readonly forecast: number;
	/** Those of which nothing is known, so that a low bar does not pass for a cheap month. */
	readonly unknown: readonly CostPlatform[];
}

/**
 * The months' costs as a picture: SVG in itself, with its own style for a light and a dark page. Empty where no month
 * has a sum. What is billed in another currency than most is left out, and said.
 */
export function costPicture(entries: readonly CostEntry[], nowMs: number): string {
	const currency = mostUsedCurrency(entries);
	const counted = entries.filter((entry) => entry.currency === currency);
	const bars = Array.from({ length: months }, (_, index) =>
		barOf(monthAfter(monthAt(nowMs), index + 1 - months), counted),
	);
	const most = Math.max(...bars.map(({ forecast }) => forecast));
	if (most <= 0) return '';
	const scale = axisTop(most);
	const leftOut = [...new Set(entries.filter((entry) => !counted.includes(entry)).map(({ platform }) => platform))];
	const words = [
		`Costs of the last ${months} months in ${currency}`,
		...bars.filter(({ forecast }) => forecast > 0).map((bar) => barWords(bar, currency)),
		...(leftOut.length === 0 ? [] : [`Left out, in another currency: ${leftOut.map(costPlatformName).join(', ')}`]),
	];
	const drawn = bars.map((bar, index) => drawBar(bar, index, scale)).join('');
	return `<svg xmlns="http://www.w3.org/2000/svg" class="costs" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(words.join('. '))}"><style>${style}</style>${axis(scale, currency)}${drawn}${legend(counted)}</svg>`;
}

function barOf(month: string, entries: readonly CostEntry[]): Bar {
	const own = costPlatforms.flatMap(
		(platform) => entries.find((entry) => entry.platform === platform && entry.month === month) ?? [],
	);
	const parts = own.flatMap(({ platform, amount }) => (amount === null || amount <= 0 ? [] : [{ platform, amount }]));
	const forecast = own.reduce((sum, entry) => sum + Math.max(entry.amount ?? 0, entry.forecast ?? 0), 0);
	return {
		month,
		parts,
		sum: parts.reduce((sum, { amount }) => sum + amount, 0),
		forecast,
		unknown: own
			.filter(({ amount, forecast: whole }) => amount === null && whole === null)
			.map(({ platform }) => platform),
	};
}

function drawBar({ month, parts, sum, forecast, unknown }: Bar, index: number, scale: number): string {
	const x = left + index * slot + (slot - barWidth) / 2;
	const y = (amount: number): number => top + plotHeight * (1 - amount / scale);
	let below = 0;
	const pieces = parts.map(({ platform, amount }) => {
		const from = below;
		below += amount;
		return `<rect class="${platform}" ${rect(x, y(below), y(from) - y(below))}/>`;
	});
	const estimated = forecast > sum ? `<rect class="estimated" ${rect(x, y(forecast), y(sum) - y(forecast))}/>` : '';
	const mark =
		unknown.length === 0 ? '' : `<text class="unknown" x="${px(x + barWidth / 2)}" y="${px(y(forecast) - 4)}">?</text>`;
	const label = `<text class="month" x="${px(x + barWidth / 2)}" y="${height - legendHeight - 10}">${month.slice(2)}</text>`;
	return `<g>${pieces.join('')}${estimated}${mark}${label}</g>`;
}

function rect(x: number, y: number, length: number): string {
	return `x="${px(x)}" y="${px(y)}" width="${barWidth}" height="${px(length)}"`;
}

function axis(scale: number, currency: string): string {
	return [0, 0.5, 1]
		.map((share) => {
			const y = px(top + plotHeight * (1 - share));
			const amount = scale * share;
			const text = amount.toLocaleString('en-US', { maximumFractionDigits: 2 });
			return `<path class="line" d="M${left} ${y}H${width}"/><text class="amount" x="${left - 8}" y="${px(y + 4)}">${text}${share === 1 ? ` ${escapeHtml(currency)}` : ''}</text>`;
		})
		.join('');
}

function legend(entries: readonly CostEntry[]): string {
	const shown = costPlatforms.filter((platform) =>
		entries.some((entry) => entry.platform === platform && entry.amount !== null),
	);
	const names = [
		...shown.map((platform) => [platform, costPlatformName(platform)] as const),
		['estimated', 'estimated'] as const,
	];
	return names
		.map(([kind, name], index) => {
			const x = left + index * 94;
			return `<rect class="${kind}" x="${x}" y="${height - 16}" width="10" height="10"/><text x="${x + 15}" y="${height - 7}">${escapeHtml(name)}</text>`;
		})
		.join('');
}

function barWords({ month, sum, forecast, parts, unknown }: Bar, currency: string): string {
	const each = parts.map(({ platform, amount }) => `${costPlatformName(platform)} ${moneyText(amount, '')}`).join(', ');
	const more = forecast > sum ? `, ${moneyText(forecast, currency)} estimated for the whole of it` : '';
	const missing = unknown.length === 0 ? '' : `; not known: ${unknown.map(costPlatformName).join(', ')}`;
	return `${month}: ${moneyText(sum, currency)}${each === '' ? '' : ` (${each})`}${more}${missing}`;
}

/** 1, 2 or 5 times a power of ten, and not less. */
function axisTop(most: number): number {
	const power = 10 ** Math.floor(Math.log10(most));
	return ([1, 2, 5, 10].find((factor) => factor * power >= most) ?? 10) * power;
}

function mostUsedCurrency(entries: readonly CostEntry[]): string {
	const counts = new Map<string, number>();
	for (const { currency, amount } of entries) {
		if (amount !== null) counts.set(currency, (counts.get(currency) ?? 0) + 1);
	}
	return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0] ?? '';
}

/** A coordinate: tenths are enough. */
function px(value: number): number {
	return Math.round(value * 10) / 10;
}

/** Its names begin with the picture's class, since it may stand in a page with a style of its own. */
const style =
	'.costs{color-scheme:light dark;--text:#4a5663;--line:#dfe4ea;--netlify:#0b7a75;--fly:#7c3aed;--aws:#c2610c;--neon:#2f9e55;--upstash:#d0394a;--temporal:#3b5bdb;font:12px system-ui,sans-serif;width:100%;height:auto;display:block}' +
	'@media(prefers-color-scheme:dark){.costs{--text:#aab6c3;--line:#2a3441;--netlify:#2bb8b0;--fly:#a78bfa;--aws:#f0954a;--neon:#4bb870;--upstash:#f0626f;--temporal:#7c9aff}}' +
	'.costs text{fill:var(--text)}.costs .month,.costs .unknown{text-anchor:middle}.costs .amount{text-anchor:end}.costs .line{stroke:var(--line);stroke-width:1}.costs .estimated{fill:none;stroke:var(--text);stroke-dasharray:3 2}' +
	['netlify', 'fly', 'aws', 'neon', 'upstash', 'temporal']
		.map((name) => `.costs .${name}{fill:var(--${name})}`)
		.join('');
