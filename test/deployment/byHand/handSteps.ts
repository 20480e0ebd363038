import { confirmedItems, decidedItems } from '../../../nodes/deployment/byHand/changeStep';
import type { HandStep } from '../../../nodes/deployment/byHand/handStep';
import {
	type HandRows,
	pageAfterLook,
	servicesToAsk,
	takeUpAnswers,
} from '../../../nodes/deployment/byHand/prepareStep';
import { catalogRow } from '../catalog/catalogRows';

/*
 * The form that rolls back by hand, page by page: a catalog of two services, two releases, and what a person answers.
 */

export const NOW = Date.parse('2026-11-27T03:00:00Z');
export const run = { executionId: '9', nowIso: '2026-11-27T03:00:00.000Z' };
export const [OLD, GOOD, BAD] = ['0', '1', '2'].map((digit) => digit.repeat(40)) as [string, string, string];

export const catalog = [
	catalogRow({ id: 1, service: 'web', target: 'web', depends_on: 'api' }),
	catalogRow({ id: 2, service: 'api', platform: 'fly', target: 'api', wave: 1, hold: true, hold_reason: '<Kim>' }),
	catalogRow({
		id: 3,
		service: 'web',
		environment: 'staging',
		target: 'web',
		branch: 'staging',
		context: 'branch:staging',
	}),
];
export const deployed = (id: number, service: string, release: string, commit: string, change: object = {}) => ({
	id,
	service,
	environment: 'production',
	platform: 'netlify',
	target: service,
	kind: 'deploy',
	state: 'live',
	verified: true,
	release_id: release,
	commit,
	deployment_id: `${service}-${release}`,
	actor: 'kim',
	reason: '',
	started_at: '2026-11-27T02:00:00.000Z',
	finished_at: '2026-11-27T02:05:00.000Z',
	...change,
});
export const rows: HandRows = {
	catalog,
	releases: [
		{
			id: 2,
			release_id: 'r2',
			repository: 'acme/shop',
			commit: BAD,
			message: 'Costs $& more',
			services: 'api, web',
			sender: 'kim',
			started_at: '2026-11-27T02:59:00Z',
		},
		{
			id: 1,
			release_id: 'r1',
			repository: 'acme/shop',
			commit: GOOD,
			message: 'First',
			services: 'api, web',
			sender: 'kim',
			started_at: '2026-11-26T03:00:00Z',
		},
	],
	ledger: [
		deployed(4, 'web', 'r2', BAD),
		deployed(3, 'api', 'r2', BAD),
		deployed(2, 'web', 'r1', GOOD),
		deployed(1, 'api', 'r1', GOOD),
	],
};
export const live = (id: string, commit = BAD) => ({ ok: true, isLive: true, deploymentId: id, commit });
export const unseen = { ok: false, error: { message: 'Netlify answered 503', advice: '' } };

export const asked = { action: 'Roll back a service', reason: 'slow', user: { firstName: 'Kim', lastName: 'Park' } };
export const answers = (item: unknown, of: HandRows = rows): HandStep => takeUpAnswers(item, of, NOW);
export const first = (change: object = {}, of: HandRows = rows): HandStep => answers({ ...asked, ...change }, of);
export const chosen = (label: string, change: object = {}, of: HandRows = rows): HandStep =>
	answers({ step: 'deployments', hand: first(change, of).hand, chosen: label }, of);
export const listed = (
	seen: object = { live: live('web-r2') },
	of: HandRows = rows,
	taken = chosen('web / production', {}, of),
) => {
	const [item] = servicesToAsk(taken, false, of);
	return pageAfterLook([{ ...item, ...seen }], taken, false, '', of, NOW);
};
export const labelsOf = ({ hand }: HandStep): string[] => hand.choices.map(({ label }) => label);
export const planned = (page: HandStep = listed(), deployment = labelsOf(page)[0]) =>
	answers({ step: 'plan', hand: page.hand, deployment });
export const confirming = (notice = '', taken = planned()) => {
	const items = servicesToAsk(taken, true, rows).map((item) => ({
		...item,
		published: { ok: true, plan: { action: 'restore' } },
	}));
	return pageAfterLook(items, taken, true, notice, rows, NOW);
};
export const confirmed = (confirm: unknown = 'web', page = confirming()) =>
	confirmedItems({ hand: page.hand, confirm }, run);
export const decided = (seen: object = { live: live('web-r2') }, items = confirmed()) =>
	decidedItems(
		items.map((item) => ({ ...item, ...seen })),
		run,
	);
export const fieldsOf = ({ page }: HandStep): Array<Record<string, unknown>> =>
	JSON.parse((page?.fields ?? '[]').replaceAll('$$', '$'));

export const cellsOf = (page: HandStep): string[][] => {
	const table = fieldsOf(page).find(({ fieldType }) => fieldType === 'html');
	const body = /<tbody>(.*)<\/tbody>/s.exec(String(table?.html))?.[1] ?? '';
	return body
		.split('</tr>')
		.slice(0, -1)
		.map((row) => [...row.matchAll(/<td>(.*?)<\/td>/gs)].map(([, cell = '']) => cell));
};
