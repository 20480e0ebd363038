import { costPicture } from '../../../nodes/deployment/costs/costPicture';
import { costEntries } from '../../../nodes/deployment/costs/costRow';
import { monthRow, nowMs } from './costReadings';

const picture = (...rows: readonly unknown[]) => costPicture(costEntries(rows), nowMs);
const labelOf = (svg: string) => /aria-label="([^"]*)"/.exec(svg)?.[1] ?? '';
const count = (svg: string, what: string) => svg.split(what).length - 1;

describe('the picture of the months', () => {
	it('is empty where no month has a sum', () => {
		expect(picture()).toBe('');
		expect(picture(monthRow('neon', '2026-11', { amount: null, forecast: null }))).toBe('');
		expect(picture(monthRow('neon', '2024-11'))).toBe('');
	});

	it('stacks platforms by month, and says the same in words', () => {
		const svg = picture(
			monthRow('neon', '2026-11', { amount: 10, forecast: 20 }),
			monthRow('aws', '2026-11', { amount: 30, forecast: 60 }),
			monthRow('aws', '2026-10', { amount: 50, forecast: 50 }),
			monthRow('fly', '2026-10', { amount: null, forecast: 9 }),
		);
		expect(labelOf(svg)).toContain(
			'2026-11: 40.00 USD (AWS 30.00, Neon 10.00), 80.00 USD estimated for the whole of it',
		);
		expect(labelOf(svg)).toContain('2026-10: 50.00 USD (AWS 50.00), 59.00 USD estimated for the whole of it');
		expect(count(svg, '<rect class="aws" x="')).toBe(3);
		expect(svg).toContain('prefers-color-scheme:dark');
		expect(svg).not.toMatch(/https?:\/\/(?!www\.w3\.org\/2000\/svg)|<script|NaN|Infinity/);
	});

	it('marks what is not known, and leaves out another currency, saying so', () => {
		const svg = picture(
			monthRow('aws', '2026-11'),
			monthRow('upstash', '2026-11'),
			monthRow('neon', '2026-11', { amount: null, forecast: null }),
			monthRow('netlify', '2026-11', { currency: 'EUR', amount: 5_000 }),
		);
		expect(labelOf(svg)).toContain('not known: Neon');
		expect(labelOf(svg)).toContain('Left out, in another currency: Netlify');
		expect(svg).toContain('class="unknown"');
		expect(svg).not.toContain('5,000');
	});

	it('holds a currency that somebody made up', () => {
		const svg = picture(monthRow('aws', '2026-11', { currency: '<b>"&' }));
		expect(svg).not.toContain('<b>');
	});
});
