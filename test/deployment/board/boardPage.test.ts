import { boardOf } from '../../../nodes/deployment/board/board';
import type { BoardSight } from '../../../nodes/deployment/board/boardSight';
import { boardPage } from '../../../nodes/deployment/board/page/boardPage';
import { databaseRow } from '../backups/workItems';
import { monthRow } from '../costs/costReadings';
import {
	catalogTableRow,
	commitOf,
	ledgerTableRow,
	minutesAgo,
	nothingRead,
	nowMs,
	releaseTableRow,
} from './boardSights';

const pageOf = (sight: Partial<BoardSight>): string => boardPage(boardOf({ ...nothingRead, ...sight }));

/** Text that would become an element, an attribute or an address. */
const hostile = `"><script>alert(1)</script><img src=x onerror='alert(2)'>`;

it('escapes whatever others wrote', () => {
	const catalogRows = [
		catalogTableRow({ display_name: hostile, target: hostile, hold: true, hold_reason: hostile, health_url: hostile }),
	];
	const texts = {
		reason: hostile,
		actor: hostile,
		url: `javascript:alert(3)//${hostile}`,
		state: 'failed',
		live_commit: hostile,
	};
	const page = pageOf({
		catalogRows,
		ledgerRows: [ledgerTableRow(1, 9, 5, texts)],
		releaseRows: [
			releaseTableRow(1, {
				message: hostile,
				sender: hostile,
				decisions: hostile,
				repository: hostile,
				commit: hostile,
				state: hostile,
			}),
		],
		costRows: [monthRow('neon', '2026-11', { currency: hostile, reason: hostile, seen_at: hostile, state: hostile })],
		kept: { pages: { p: JSON.stringify({ key: hostile, at: '1', since: 1, summary: hostile }) }, rows: [] },
	});
	expect(page).not.toMatch(/<script|<img|javascript:[^<]*"/i);
	// Every attribute is one of ours: no quote of theirs ends one.
	const attributes = new Set([...page.matchAll(/\s([a-z-]+)=/gi)].map(([, name]) => name?.toLowerCase()));
	expect(page).toContain('&lt;script&gt;');
	for (const tag of page.match(/<[a-z][^>]*>/gi) ?? []) expect(tag).not.toMatch(/\son\w+\s*=/i);
	expect(attributes.size).toBeGreaterThan(5);
});

it('loads nothing, runs nothing, sends nothing and does not refresh itself', () => {
	const page = pageOf({ catalogRows: [catalogTableRow()], ledgerRows: [ledgerTableRow(1, 9, 5)] });
	expect(page).toMatch(
		/^<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">/,
	);
	expect(page).not.toMatch(/<script|<link|<img|<iframe|<form|http-equiv="refresh"|@import|url\(/i);
});

it('links to forms that know their subject', () => {
	const links = (row: object): string[] =>
		[
			...pageOf({ catalogRows: [catalogTableRow({ ...row })], ledgerRows: [ledgerTableRow(1, 9, 5)] }).matchAll(
				/href="([^"]*\/form\/[^"]*)"/g,
			),
		].map(([, address = '']) => address.replaceAll('&amp;', '&'));
	expect(links({})).toEqual([
		'../form/slipway-rollback?action=Roll%20back%20a%20service&chosen=gateway%20%2F%20production',
		'../form/slipway-rollback?action=Hold%20a%20service&chosen=gateway%20%2F%20production',
	]);
	const lift = '../form/slipway-rollback?action=Lift%20a%20hold&chosen=gateway%20%2F%20production';
	expect(links({ hold: true }).filter((address) => address === lift)).toHaveLength(2);
});

it('links a commit and an address only where they are some', () => {
	const page = (row: object) =>
		pageOf({ catalogRows: [catalogTableRow()], ledgerRows: [ledgerTableRow(1, 9, 5, { ...row })] });
	expect(page({})).toContain(`href="https://github.com/acme/shop/commit/${commitOf(1)}"`);
	expect(page({})).toContain('href="https://gateway.example"');
	const without = page({ url: 'javascript:alert(1)', live_commit: 'main' });
	expect(without).not.toContain('javascript:');
	expect(without).not.toContain('/commit/');
});

it('says so when all is well, when there is nothing, and when something could not be read', () => {
	const well = pageOf({ catalogRows: [catalogTableRow()], ledgerRows: [ledgerTableRow(1, 9, 5)] });
	expect(well).toContain('Nothing. All that was read is well.');
	expect(pageOf({})).toContain('The catalog is empty. Run "Slipway 00: Set up"');
	const unread = pageOf({ catalogRows: null, ledgerRows: null, kept: null });
	expect(unread).toContain('The catalog could not be read.');
	expect(unread).toContain('The Data Table slipway_deployments could not be read');
	expect(unread).toContain('Upstash Redis could not be asked');
	expect(unread).not.toContain('All that was read is well');
});

it('shows the backups of each database, and names those that are none', () => {
	const good = {
		...databaseRow,
		proven_at: '2026-11-27T06:03:00.000Z',
		proven_bytes: 3_400_000,
		proven_counts: '{"public.colors":3}',
		state: 'proven',
		drill_at: '2026-11-23T06:05:00.000Z',
		drill_state: 'restored',
		recovery_point_seconds: 300,
		recovery_time_seconds: 95,
	};
	const page = pageOf({
		catalogRows: [catalogTableRow({ preview_parent: 'promoteros/main' })],
		databaseRows: [
			good,
			{ ...good, id: 8, database: 'old', proven_at: '2026-11-20T06:03:00.000Z', state: 'failed', reason: hostile },
			{ ...good, id: 10, database: 'lazy', drill_at: '2026-11-10T06:05:00.000Z' },
			{ ...good, id: 9, database: 'never', proven_at: '', drill_state: 'failed', drill_reason: 'It is damaged' },
		],
	});
	const section = page.split('<section id="backups">')[1]?.split('</section>')[0] ?? '';
	const rows = section.split('<tr>').slice(2);
	expect(rows.map((row) => /<b>([^<]*)/.exec(row)?.[1])).toEqual(['paintbox', 'old', 'lazy', 'never', 'promoteros']);
	expect(rows[0]).toContain('Backed up');
	expect(rows[0]).toContain('3 MB, 3 rows in 1 table');
	expect(rows[0]).toContain('5 minutes of data would be lost, 95 s until it is back');
	expect(rows[1]).toContain('Too old');
	expect(rows[2]).toContain('Overdue');
	expect(rows[3]).toContain('It is damaged');
	expect(rows[4]).toContain('Not backed up');
	const look = page.split('<section id="look">')[1]?.split('</section>')[0] ?? '';
	expect(look).not.toContain('>paintbox has');
	expect(look).toContain('old has no young proven backup');
	expect(look).toContain('The backup of never could not be restored');
	expect(look).toContain('No backup of lazy has been restored for a week');
	expect(look).toContain('slipway-restore?database=old');
	expect(pageOf({})).not.toContain('id="backups"');
});

it('shows what each platform costs, with what is not known as such, and names those over their budget', () => {
	const page = pageOf({
		costRows: [
			monthRow('upstash', '2026-11', { state: 'over', amount: 62.4, forecast: 80, reason: 'Over by 12.40 USD' }),
			monthRow('upstash', '2026-10', { amount: 41, forecast: 41 }),
			monthRow('neon', '2026-11', { state: 'unknown', amount: null, forecast: null, reason: 'It gives no price' }),
			monthRow('aws', '2026-10', { amount: 5, forecast: 5 }),
		],
	});
	const costs = page.split('<section id="costs">')[1]?.split('</section>')[0] ?? '';
	const rows = costs.split('<tr>').slice(2);
	expect(rows.map((row) => /<b>([^<]*)/.exec(row)?.[1])).toEqual(['AWS', 'Neon', 'Upstash']);
	expect(rows[0]).toContain('Not looked at yet');
	expect(rows[1]).toContain('It gives no price');
	expect(rows[1]?.match(/not known/g)).toHaveLength(3);
	expect(rows[2]).toContain('62.40 USD');
	expect(rows[2]).toContain('41.00 USD');
	expect(costs).toContain('<svg');
	const look = page.split('<section id="look">')[1]?.split('</section>')[0] ?? '';
	expect(look).toContain('Upstash is over its budget');
	expect(look).not.toContain('Neon');
	expect(pageOf({})).not.toContain('id="costs"');
});

it('shows the last audit line by line, until when certificates last as of now, and names what is severe', () => {
	const hostile = '</li><script>alert(1)</script>';
	const audit = (more: object = {}) => ({
		id: 3,
		audit_id: minutesAgo(60),
		severe: '[]',
		lines: JSON.stringify([
			{ line: 'tls', verdict: 'failed', words: '1 failed, 2 passed' },
			{ line: 'headers', verdict: 'passed', words: '5 passed' },
			{ line: 'rateLimits', verdict: 'unknown', words: '1 unknown' },
		]),
		findings: JSON.stringify([
			{ line: 'tls', subject: hostile, what: 'The certificate ended', advice: 'Renew it', isSevere: true },
			{ line: 'headers', subject: 'api', what: 'nosniff is missing', advice: '', isSevere: false },
		]),
		certificates: JSON.stringify([
			{
				subject: 'paintbox',
				name: 'paintbox.candlefish.ai',
				expiresAt: new Date(nowMs + 5.5 * 86_400_000).toISOString(),
			},
			{ subject: 'api', name: 'api.candlefish.ai', expiresAt: '' },
		]),
		...more,
	});
	const page = pageOf({ auditRows: [{ ...audit(), id: 2, lines: '[]' }, audit()] });
	const security = page.split('<section id="security">')[1]?.split('</section>')[0] ?? '';
	expect(security).toContain('TLS everywhere');
	expect(security).toContain('5 days</span> paintbox.candlefish.ai');
	expect(security).toContain('Not known</span> api.candlefish.ai');
	expect(page).not.toContain('<script>');
	const look = page.split('<section id="look">')[1]?.split('</section>')[0] ?? '';
	expect(look).toContain('The certificate ended');
	expect(look).not.toContain('nosniff');
	expect(look).not.toContain('more than a week old');
	const old = pageOf({ auditRows: [audit({ audit_id: minutesAgo(9 * 1440), findings: 'cut {' })] });
	expect(old).toContain('The last audit is more than a week old');
	expect(pageOf({})).not.toContain('id="security"');
	expect(pageOf({ auditRows: null })).toContain('The Data Table slipway_audits could not be read');
});
