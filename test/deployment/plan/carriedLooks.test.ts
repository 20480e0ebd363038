import { carriedLookOf, carriedLooks } from '../../../nodes/deployment/plan/carriedLooks';
import { reconcile } from '../../../nodes/deployment/plan/reconcile';
import { readReleaseInHand, type ReleaseInHand } from '../../../nodes/deployment/plan/releaseInHand';
import { itemsToSee, sightsOf } from '../../../nodes/deployment/plan/seeServices';
import { catalogRow } from '../catalog/catalogRows';
import { commit, ledgerEntry, liveDeployment, minutesBefore, NOW, releaseInHand, sightOf } from './sights';

const secondsAfter = (seconds: number): string => new Date(Date.parse(NOW) + seconds * 1000).toISOString();
const settings = { nowIso: NOW, longestRunSeconds: 240 };
const rows = [catalogRow({ service: 'web' }), catalogRow({ service: 'api', target: 'api' })];
const look = { seenAt: NOW, live: { ok: true, ...liveDeployment() } };
const key = 'web@production';

/** A service that is well as it is, looked at just now. */
const well = (changes: Parameters<typeof sightOf>[0] = {}) =>
	sightOf({ head: 'one', ledger: [ledgerEntry(1)], more: { seenAt: NOW }, ...changes });
/** Another, which is to be deployed: so there is a next round. */
const due = sightOf({
	row: { service: 'api', target: 'api' },
	head: 'two',
	ledger: [ledgerEntry(1, { service: 'api' })],
	more: { seenAt: NOW },
});

const carriedAfter = (sight: ReturnType<typeof well>, release: Partial<ReleaseInHand> = {}): string[] =>
	Object.keys(reconcile([sight, due], releaseInHand(release), settings).release.carried ?? {});

describe('what a release saw', () => {
	it('serves the next round for a service that is well as it is', () => {
		const { release, next } = reconcile([well(), due], releaseInHand(), settings);
		expect(next).toBe('deploy');
		expect(release.carried).toEqual({ [key]: { seenAt: NOW, live: { ok: true, ...liveDeployment() } } });
	});

	it.each<[string, Parameters<typeof sightOf>[0]]>([
		['that is to be deployed', { head: 'two' }],
		['whose platform could not be seen', { live: { unseen: 'it is away' } }],
		[
			'of which somebody deploys something',
			{ live: { underWay: { deploymentId: 'x', commit: '', artifact: '', startedAt: '' } } },
		],
		['that this release has touched', { ledger: [ledgerEntry(1, { release_id: 'd/1' })] }],
		['whose approvals are read with it', { row: { approval: 'required' } }],
		['that nobody noted the time of', { more: {} }],
		['that was changed outside', { live: { deploymentId: 'other', artifact: 'other', commit: commit('zero') } }],
		['that is held', { row: { hold: true }, head: 'two' }],
	])('is not carried of a service %s', (_name, changes) => {
		expect(carriedAfter(well(changes))).toEqual([]);
	});

	it('is not carried beyond the end of the release', () => {
		const { release, next } = reconcile([well()], releaseInHand(), settings);
		expect(next).toBe('conclude');
		expect(release.carried).toEqual({});
	});

	it('keeps the time at which it was seen, however often it is handed on', () => {
		const before = minutesBefore(0.5);
		const { release } = reconcile(
			[well({ more: { seenAt: before, isCarried: true } }), due],
			releaseInHand(),
			settings,
		);
		expect(release.carried?.[key]?.seenAt).toBe(before);
	});
});

describe('a look of an earlier round', () => {
	const release = releaseInHand({ round: 1, carried: { [key]: look } });

	it('is handed on instead of a look, and is known as what it is', () => {
		const items = itemsToSee(release, rows, [], secondsAfter(59));
		expect(items).toMatchObject([
			{ service: 'web', task: 'seen', seenAt: NOW, live: look.live },
			{ service: 'api', task: 'look', seenAt: secondsAfter(59) },
		]);
		expect(items[1]).not.toHaveProperty('live');
		const heads = { branch: { isSeen: true, wanted: null }, release: null } as const;
		const [web, api] = sightsOf(release, { items, catalogRows: rows, ledgerRows: [] }, heads);
		expect(web).toMatchObject({ isCarried: true, seenAt: NOW, live: { isSeen: true, live: liveDeployment() } });
		expect(api).toMatchObject({ isCarried: false, live: { isSeen: false } });
	});

	it.each([
		['is a minute old', secondsAfter(60)],
		['is of the future', secondsAfter(-1)],
		['has an age that nobody knows', ''],
	])('is looked at again when it %s', (_name, nowIso) => {
		expect(itemsToSee(release, rows, [], nowIso)).toMatchObject([{ task: 'look' }, { task: 'look' }]);
	});

	it('is looked at again when the row asks for an approval by now', () => {
		const [row] = sightsOf(
			release,
			{ items: [], catalogRows: [catalogRow({ service: 'web', approval: 'required' })], ledgerRows: [] },
			{
				branch: { isSeen: true, wanted: null },
				release: null,
			},
		);
		expect(row === undefined ? null : carriedLookOf({ [key]: look }, row.row, NOW)).toBeNull();
	});

	it('is no reason to do anything: the next run looks at all of it', () => {
		const moved = well({ head: 'two', more: { seenAt: NOW, isCarried: true } });
		const { next, release: handedOn } = reconcile([moved], releaseInHand({ round: 1 }), settings);
		expect(next).toBe('handOver');
		const nextRun = readReleaseInHand({ release: { ...handedOn, carried: { [key]: look } } }, 'another run', NOW);
		expect(nextRun?.carried).toEqual({});
	});

	it('travels in the items of its run, and only there', () => {
		expect(readReleaseInHand({ release }, release.executionId, NOW)?.carried).toEqual({ [key]: look });
		for (const carried of [undefined, null, 'x', [look], { [key]: { seenAt: NOW } }, { [key]: { live: {} } }]) {
			expect(readReleaseInHand({ release: { ...release, carried } }, release.executionId, NOW)?.carried).toEqual({});
		}
	});

	it('is small: of many services only twelve travel', () => {
		const services = Array.from({ length: 20 }, (_, index) => well({ row: { service: `web-${index}` } }));
		const reconciled = services.map((sight) => ({
			sight: { ...sight, ledger: [] },
			wave: 1,
			decision: { ...firstDecision(), isWell: true },
		}));
		expect(Object.keys(carriedLooks(reconciled, 'd/1'))).toHaveLength(12);
	});
});

function firstDecision() {
	const [first] = reconcile([well()], releaseInHand(), settings).services;
	if (first === undefined) throw new Error('no decision');
	return first.decision;
}
