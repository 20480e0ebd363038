import { boardOf } from '../../../nodes/deployment/board/board';
import type { BoardSight } from '../../../nodes/deployment/board/boardSight';
import { boardPage } from '../../../nodes/deployment/board/page/boardPage';
import { catalogTableRow, commitOf, ledgerTableRow, nothingRead, releaseTableRow } from './boardSights';

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
