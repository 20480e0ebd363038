import type { DecisionWord } from '../../../nodes/deployment/plan/decision';
import type { ServiceSight } from '../../../nodes/deployment/plan/sight';
import { commit, ledgerEntry, minutesBefore, reconciled, type SightChanges, sightOf } from './sights';

/** What makes a line hold, with the word it decides. Changes of two lines can be put together. */
interface Line extends SightChanges {
	readonly name: string;
	readonly word: DecisionWord;
	/** A service beside it: what it depends on, or whose failure had it rolled back. */
	readonly api?: SightChanges;
}

const verified = ledgerEntry(1);
const failedApi: SightChanges = {
	row: { service: 'api', target: 'api', wave: 1 },
	live: { deploymentId: 'api-one', target: 'api' },
	ledger: [
		ledgerEntry(31, {
			service: 'api',
			deployment_id: 'api-two',
			commit: commit('two'),
			state: 'failed',
			live_id: 'api-one',
		}),
		ledgerEntry(2, { service: 'api', deployment_id: 'api-one' }),
	],
};
const image = { image: 'ghcr.io/acme/web:{commit}', build_workflow: 'build-web.yml' };
const unknownAt = (id: number): ReturnType<typeof ledgerEntry> =>
	ledgerEntry(id, { state: 'unknown', deployment_id: `gone-${id}`, commit: commit('two') });

/** In the order of the table. */
const lines: readonly Line[] = [
	{ name: 'the row is switched off', word: 'blocked', row: { enabled: false } },
	{ name: 'the row is faulty', word: 'blocked', row: { wave: 'soon' } },
	{ name: 'the branch is gone', word: 'blocked', head: null },
	{ name: 'what is live could not be read', word: 'unseen', live: { unseen: 'Netlify answers 503' } },
	{
		name: 'a deployment of ours is under way',
		word: 'adopt',
		live: { underWay: { deploymentId: 'five', commit: commit('two'), artifact: '', startedAt: minutesBefore(1) } },
		ledger: [ledgerEntry(50, { state: 'running', deployment_id: 'five', commit: commit('two') }), verified],
	},
	{
		name: 'what is live is ours and was not judged',
		word: 'verify',
		live: { deploymentId: 'six', commit: commit('six') },
		ledger: [ledgerEntry(49, { state: 'unknown', deployment_id: 'six', commit: commit('six') }), verified],
	},
	{ name: 'no row of ours has a verdict', word: 'baseline', ledger: [] },
	{
		name: 'what is live is not what we left live',
		word: 'drifted',
		live: { deploymentId: 'other', commit: commit('other') },
	},
	{ name: 'the head asks for no deployment', word: 'skipped', message: 'Fix a typo [skip deploy]\n\nMore' },
	{
		name: 'head and live have the same content',
		word: 'nothing',
		same: [
			['one', 'two'],
			['other', 'two'],
		],
	},
	{ name: 'a person holds it', word: 'blocked', row: { hold: true, hold_reason: 'Kim looks' } },
	{
		name: 'the newest attempt was at its content and failed',
		word: 'failedBefore',
		ledger: [
			ledgerEntry(40, { state: 'failed', deployment_id: 'bad', commit: commit('two'), live_id: 'one' }),
			verified,
		],
	},
	{
		name: 'the newest attempt was rolled back since another failed',
		word: 'compensated',
		ledger: [
			ledgerEntry(33, {
				kind: 'rollback',
				deployment_id: 'one',
				previous_id: 'eight',
				because: 'api/production',
				actor: 'Slipway',
			}),
			ledgerEntry(32, { deployment_id: 'eight', commit: commit('two') }),
			verified,
		],
		api: failedApi,
	},
	{ name: 'nobody has approved it', word: 'awaitingApproval', row: { approval: 'required' } },
	{ name: 'its window is closed', word: 'blocked', row: { window: 'Sat 10:00-12:00' } },
	{ name: 'what it depends on is not live', word: 'blocked', row: { depends_on: 'api' }, api: failedApi },
	{ name: 'its image is not built', word: 'waiting', row: image, more: { builds: { isSeen: true, runs: [] } } },
	{
		name: 'three tries ended unseen',
		word: 'failedBefore',
		ledger: [unknownAt(30), unknownAt(29), unknownAt(28), verified],
	},
	{
		name: 'somebody else deploys',
		word: 'blocked',
		live: { underWay: { deploymentId: 'foreign', commit: '', artifact: '', startedAt: minutesBefore(1) } },
	},
	{ name: 'nothing speaks against it', word: 'deploy' },
];

function together(one: Line, other: Line): SightChanges {
	const ledger = [...(one.ledger ?? [verified]), ...(other.ledger ?? [verified])]
		.filter((entry, index, all) => all.findIndex(({ rowId }) => rowId === entry.rowId) === index)
		.sort((left, right) => right.rowId - left.rowId);
	const isUnseen = [one.live, other.live].some((live) => live !== undefined && 'unseen' in live);
	return {
		row: { ...other.row, ...one.row },
		head: one.head === null || other.head === null ? null : 'two',
		...((one.message ?? other.message) !== undefined && { message: one.message ?? other.message }),
		live: isUnseen ? { unseen: 'Netlify answers 503' } : { ...other.live, ...one.live },
		same: [...(one.same ?? []), ...(other.same ?? [])],
		ledger: one.word === 'baseline' || other.word === 'baseline' ? ledger.filter(({ rowId }) => rowId !== 1) : ledger,
		more: { ...other.more, ...one.more },
	};
}

function decide(changes: SightChanges, api: SightChanges | undefined, now: Parameters<typeof reconciled>[1] = {}) {
	const sights: ServiceSight[] = [sightOf(changes), ...(api === undefined ? [] : [sightOf(api)])];
	const found = reconciled(sights, now).services.find(({ sight }) => sight.row.service === 'web');
	if (found === undefined) throw new Error('web was not decided');
	return found.decision;
}

it.each(lines.map((line) => [line.name, line] as const))('decides when %s', (_name, line) => {
	const decision = decide(line, line.api);
	expect(decision).toMatchObject({ decision: line.word });
	expect(decision.reason).not.toBe('');
	expect(decision.reason).not.toMatch(/undefined|null|\[object/);
});

/** Two that cannot hold at once are left out: what was judged, and what nobody ever judged. */
const pairs = lines.slice(0, -1).flatMap((line, index): Array<readonly [string, Line, Line]> => {
	const next = lines[index + 1];
	if (next === undefined || (line.word === 'baseline' && next.word === 'drifted')) return [];
	return [[`${line.name}, before ${next.name}`, line, next]];
});

it.each(pairs)('decides by the first of two: %s', (_name, line, next) => {
	const changes = together(line, next);
	const alone = decide(line, line.api);
	const both = decide(changes, line.api ?? next.api);
	expect(both.decision).toBe(line.word);
	// Words such as `blocked` stand in several lines: the reason is of the first one.
	expect(both.reason.split(':')[0]).toBe(alone.reason.split(':')[0]);
});

it('follows no deployment a second time that was seen to fail, whatever its platform still says of it', () => {
	const changes = (decision: string, more: SightChanges = {}): SightChanges => ({
		live: { underWay: { deploymentId: 'bad', commit: commit('two'), artifact: '', startedAt: minutesBefore(1) } },
		ledger: [
			ledgerEntry(40, { decision, state: 'failed', deployment_id: 'bad', commit: commit('two'), live_id: 'one' }),
			verified,
		],
		...more,
	});
	expect(decide(changes('deploy'), undefined).decision).toBe('adopt');
	expect(decide(changes('adopt'), undefined).decision).toBe('failedBefore');
	// It is ours, and stands in nobody's way.
	expect(decide(changes('adopt', { head: 'three' }), undefined).decision).toBe('deploy');
});

it('is unseen when the head could not be read, or GitHub could not compare', () => {
	const head = { isSeen: false, reason: 'GitHub answers 502' } as const;
	expect(decide({ more: { head } }, undefined)).toMatchObject({ decision: 'unseen', isActing: false, saidAs: '' });
	const comparisons = new Map([[`${commit('one')}...${commit('two')}`, 'unknown' as const]]);
	expect(decide({ more: { comparisons } }, undefined).decision).toBe('unseen');
});

it('tells somebody when nothing could be seen for half an hour', () => {
	const notes = { head: '', headSeenAt: '', releasedCommit: '', releasedSeenAt: '', said: [], waits: [] };
	const unseen = { live: { unseen: 'Netlify answers 503' } };
	expect(decide(unseen, undefined, { notes: { ...notes, unseenSince: minutesBefore(29) } }).saidAs).toBe('');
	expect(decide(unseen, undefined, { notes: { ...notes, unseenSince: minutesBefore(30) } }).saidAs).toBe('unseen');
	expect(
		reconciled([sightOf()], { notes: { ...notes, unseenSince: minutesBefore(50) } }).release.notes.unseenSince,
	).toBe('');
});

it('leaves what GitHub does not show to GitHub Watch, where that cannot see it either', () => {
	const since = (minutes: number) => ({
		notes: {
			head: '',
			headSeenAt: '',
			releasedCommit: '',
			releasedSeenAt: '',
			said: [],
			waits: [],
			unseenSince: minutesBefore(minutes),
		},
	});
	const hidden = { more: { head: { isSeen: false, reason: 'GitHub answers 502' } as const } };
	expect(decide(hidden, undefined, since(34)).saidAs).toBe('');
	expect(decide(hidden, undefined, since(35)).saidAs).toBe('unseen');
	expect(decide(hidden, undefined, { ...since(300), toldByWatch: true }).saidAs).toBe('');
	const platform = { live: { unseen: 'Netlify answers 503' } };
	expect(decide(platform, undefined, { ...since(30), toldByWatch: true }).saidAs).toBe('unseen');
});

describe('what is held, or awaits something', () => {
	const unjudged = {
		live: { deploymentId: 'six' },
		ledger: [ledgerEntry(49, { state: 'unknown', deployment_id: 'six' }), verified],
	};

	it('is looked at all the same, and then not rolled back', () => {
		expect(decide({ ...unjudged, row: { hold: true } }, undefined)).toMatchObject({
			decision: 'verify',
			mayRollBack: false,
		});
		expect(decide(unjudged, undefined)).toMatchObject({ decision: 'verify', mayRollBack: true, rowId: 49 });
		const rows: ReadonlyArray<Record<string, string>> = [{ approval: 'required' }, { window: 'Mon 01:00-02:00' }];
		for (const row of rows) {
			expect(decide({ ...unjudged, row }, undefined)).toMatchObject({ decision: 'verify', mayRollBack: true });
		}
	});

	it('is told until when', () => {
		// NOW is a Friday, 07:00 in Berlin.
		expect(decide({ row: { window: 'Mon-Fri 09:00-17:00 Europe/Berlin' } }, undefined)).toMatchObject({
			decision: 'blocked',
			reason:
				'Its window is closed (Mon-Fri 09:00-17:00 Europe/Berlin): it may be deployed from Fri 27 Nov 09:00 Europe/Berlin',
			lookAgainAt: '2026-11-27T08:00:00.000Z',
			isTimed: true,
		});
		expect(decide({ row: { freeze: '2026-11-20..2026-11-30' } }, undefined)).toMatchObject({
			decision: 'blocked',
			reason: 'It is frozen: it may be deployed from Tue 1 Dec 00:00 UTC',
			lookAgainAt: '2026-12-01T00:00:00.000Z',
		});
		expect(decide({ row: { window: 'Fri 07:00-08:00 Europe/Berlin' } }, undefined).decision).toBe('deploy');
	});

	it('is told to a person when its window does not open within a year', () => {
		const row = { window: 'Mon-Fri 09:00-17:00', freeze: '2026-01-01..2028-12-31' };
		expect(decide({ row }, undefined)).toMatchObject({
			decision: 'blocked',
			reason: 'It is frozen, and it does not open within a year',
			lookAgainAt: '',
			isTimed: false,
			saidAs: 'neverOpens:web/production',
		});
	});
});

it('does not roll back twice what is live again', () => {
	const ledger = [
		ledgerEntry(49, { state: 'unknown', deployment_id: 'six', commit: commit('six') }),
		ledgerEntry(48, { kind: 'rollback', deployment_id: 'one', previous_id: 'six', actor: 'Slipway' }),
		verified,
	];
	expect(decide({ live: { deploymentId: 'six' }, ledger }, undefined)).toMatchObject({
		decision: 'verify',
		mayRollBack: false,
	});
});

describe('what was looked at a moment ago, and could not be judged', () => {
	const look = (endedMinutesAgo: number, changes: Readonly<Record<string, unknown>> = {}) => ({
		live: { deploymentId: 'six' },
		ledger: [
			ledgerEntry(49, {
				state: 'unknown',
				deployment_id: 'six',
				decision: 'verify',
				reason: 'Nobody could see how the roll back ended',
				started_at: minutesBefore(endedMinutesAgo + 1),
				finished_at: minutesBefore(endedMinutesAgo),
				...changes,
			}),
			verified,
		],
	});

	it('is looked at again two minutes later, and not round after round', () => {
		expect(decide(look(1), undefined)).toMatchObject({
			decision: 'blocked',
			isActing: false,
			lookAgainAt: minutesBefore(-1),
			reason: expect.stringContaining('Nobody could see how the roll back ended'),
			saidAs: 'unjudged:web/production:six',
		});
		expect(decide(look(2), undefined)).toMatchObject({ decision: 'verify', rowId: 49 });
	});

	it('is looked at less often the longer that lasts, and at least every ten minutes', () => {
		const since = { started_at: minutesBefore(300) };
		expect(decide(look(9, since), undefined)).toMatchObject({ decision: 'blocked', lookAgainAt: minutesBefore(-1) });
		expect(decide(look(10, since), undefined)).toMatchObject({ decision: 'verify' });
	});

	it('holds back no first look, and no look at anything else', () => {
		expect(decide(look(0, { decision: 'deploy' }), undefined)).toMatchObject({ decision: 'verify' });
		expect(decide({ ...look(0), live: { deploymentId: 'seven' } }, undefined).decision).not.toBe('blocked');
	});
});

describe('what was deployed outside', () => {
	const old = ledgerEntry(1, { live_artifact: `sha256:${'a'.repeat(64)}` });
	const outside = { deploymentId: 'rev-9', artifact: `ghcr.io/acme/web@sha256:${'a'.repeat(64)}` };

	it('is recorded and gated when artifact and commit are the same', () => {
		expect(decide({ ledger: [old], live: outside }, undefined)).toMatchObject({
			decision: 'record',
			mayRollBack: false,
		});
		expect(decide({ ledger: [old], live: { ...outside, commit: commit('other') } }, undefined).decision).toBe(
			'drifted',
		);
	});

	it('is drifted also when it is an older one of ours, or nothing is live any more', () => {
		const ledger = [ledgerEntry(5, { deployment_id: 'five', commit: commit('five') }), verified];
		expect(decide({ ledger }, undefined)).toMatchObject({ decision: 'drifted', isActing: true, deploymentId: 'one' });
		expect(decide({ live: { isLive: false, deploymentId: '' } }, undefined)).toMatchObject({
			decision: 'drifted',
			deploymentId: 'none',
		});
	});

	it('is judged when the branch has it and nobody did: else what depends on it would wait for good', () => {
		const overtaken = ledgerEntry(9, { state: 'superseded', deployment_id: 'ours', live_id: 'theirs' });
		const seen = { live: { deploymentId: 'theirs', commit: commit('two') }, ledger: [overtaken, verified] };
		expect(decide(seen, undefined)).toMatchObject({ decision: 'record', isActing: true, deploymentId: 'theirs' });
	});

	it('stays until the content changes, or a person asks', () => {
		const drift = ledgerEntry(9, {
			kind: 'look',
			state: 'drifted',
			decision: 'drifted',
			deployment_id: 'x',
			live_id: 'x',
			head_commit: commit('two'),
		});
		const seen = { live: { deploymentId: 'x', commit: commit('x') }, ledger: [drift, verified] };
		expect(decide(seen, undefined)).toMatchObject({
			decision: 'drifted',
			isActing: false,
			saidAs: 'drifted:web/production:x',
		});
		expect(decide({ ...seen, head: 'three' }, undefined).decision).toBe('deploy');
		expect(decide({ ...seen, head: 'three', same: [['two', 'three']] }, undefined).decision).toBe('drifted');
		expect(decide(seen, undefined, { wish: true, wishedAt: minutesBefore(1) }).decision).toBe('deploy');
	});
});

describe('a wish', () => {
	const failed = {
		ledger: [
			ledgerEntry(40, {
				state: 'failed',
				deployment_id: 'bad',
				commit: commit('two'),
				live_id: 'one',
				started_at: minutesBefore(10),
			}),
			verified,
		],
	};

	it('tries again what failed, once', () => {
		expect(decide(failed, undefined, { wish: true, wishedAt: minutesBefore(5) }).decision).toBe('deploy');
		expect(decide(failed, undefined, { wish: true, wishedAt: minutesBefore(15) }).decision).toBe('failedBefore');
	});

	it('is for the services it names', () => {
		const wish = { wish: true, wishedAt: minutesBefore(5) };
		expect(decide(failed, undefined, { ...wish, services: ['api'] }).decision).toBe('failedBefore');
		expect(decide(failed, undefined, { ...wish, services: ['web/production'] }).decision).toBe('deploy');
	});

	it('looks again at what is live and was bad', () => {
		const ledger = [
			ledgerEntry(40, {
				state: 'failed',
				deployment_id: 'two',
				commit: commit('two'),
				live_id: 'two',
				started_at: minutesBefore(10),
			}),
		];
		const bad = { ledger, live: { deploymentId: 'two', commit: commit('two') } };
		expect(decide(bad, undefined)).toMatchObject({ decision: 'nothing', isWell: false });
		expect(decide(bad, undefined, { wish: true, wishedAt: minutesBefore(5) })).toMatchObject({
			decision: 'verify',
			rowId: 0,
			mayRollBack: false,
		});
	});
});

describe('an image', () => {
	const built = (
		runs: ReadonlyArray<readonly [string, 'succeeded' | 'failed' | 'running', number, string?]>,
	): SightChanges => ({
		row: image,
		more: {
			builds: {
				isSeen: true,
				runs: runs.map(([word, state, minutes, event = 'push']) => ({
					commit: commit(word),
					state,
					startedAt: minutesBefore(minutes),
					event,
				})),
			},
		},
	});
	const headSeen = (minutes: number) => ({
		notes: {
			head: commit('two'),
			headSeenAt: minutesBefore(minutes),
			releasedCommit: '',
			releasedSeenAt: '',
			unseenSince: '',
			said: [],
			waits: [],
		},
	});

	it.each<[string, SightChanges, DecisionWord, number]>([
		['of the head', built([['two', 'succeeded', 1]]), 'deploy', 1],
		['that is being built', built([['two', 'running', 1]]), 'waiting', 90],
		['whose build takes too long', built([['two', 'running', 61]]), 'buildMissing', 90],
		['whose build failed', built([['two', 'failed', 1]]), 'buildMissing', 1],
		['that nobody builds yet', built([['other', 'succeeded', 1]]), 'waiting', 9],
		['that nobody builds', built([['other', 'succeeded', 1]]), 'buildMissing', 10],
		['built for a pull request', built([['two', 'succeeded', 1, 'pull_request']]), 'buildMissing', 10],
		['whose builds could not be read', { row: image, more: { builds: { isSeen: false, reason: '502' } } }, 'unseen', 1],
	])('%s', (_name, changes, word, minutes) => {
		expect(decide(changes, undefined, headSeen(minutes)).decision).toBe(word);
	});

	it('of an earlier commit with the same content is deployed, whatever runs', () => {
		const changes = {
			...built([
				['two', 'running', 1],
				['three', 'succeeded', 2],
			]),
			same: [['three', 'two']] as const,
		};
		expect(decide(changes, undefined)).toMatchObject({
			decision: 'deploy',
			commit: commit('three'),
			artifact: `ghcr.io/acme/web:${commit('three')}`,
		});
	});

	it('has to be named on a platform that builds none', () => {
		expect(decide({ row: { platform: 'fly' } }, undefined)).toMatchObject({
			decision: 'blocked',
			saidAs: 'faulty:web/production',
		});
	});
});

it('goes on with what a run that died put live, though it noted no id, and though a newer head was built', () => {
	const died = ledgerEntry(20, {
		state: 'running',
		deployment_id: '',
		commit: commit('two'),
		previous_id: 'one',
		started_at: minutesBefore(5),
	});
	const live = { deploymentId: 'new', commit: commit('newer'), publishedAt: minutesBefore(4) };
	expect(decide({ ledger: [died, verified], live }, undefined)).toMatchObject({
		decision: 'verify',
		rowId: 20,
		commit: commit('newer'),
	});
	const before = { ...live, publishedAt: minutesBefore(6) };
	expect(decide({ ledger: [died, verified], live: before }, undefined).decision).toBe('drifted');
});

it('follows for an hour what does not end, and then says so', () => {
	const underWay = { deploymentId: 'five', commit: '', artifact: '', startedAt: minutesBefore(70) };
	const row = (state: string) => ledgerEntry(20, { state, deployment_id: 'five', started_at: minutesBefore(70) });
	expect(decide({ ledger: [row('running'), verified], live: { underWay } }, undefined).decision).toBe('adopt');
	expect(decide({ ledger: [row('unknown'), verified], live: { underWay } }, undefined)).toMatchObject({
		decision: 'blocked',
		saidAs: 'underWay:web/production:five',
	});
});

it('does not take for its own what it saw somebody put there', () => {
	const theirs = { deploymentId: 'theirs', commit: '', artifact: '', startedAt: minutesBefore(1) };
	const drift = ledgerEntry(20, {
		kind: 'look',
		state: 'drifted',
		deployment_id: 'theirs',
		live_id: 'theirs',
		head_commit: commit('two'),
	});
	const live = { deploymentId: 'theirs', commit: '', underWay: theirs };
	expect(decide({ ledger: [drift, verified], live }, undefined).decision).toBe('drifted');
	expect(
		decide({ ledger: [ledgerEntry(20, { kind: 'look', deployment_id: 'theirs' }), verified], live }, undefined)
			.decision,
	).not.toBe('adopt');
});

it('waits for no service that is switched off', () => {
	const off: SightChanges = { ...failedApi, row: { ...failedApi.row, enabled: false } };
	expect(decide({ row: { depends_on: 'api' } }, off).decision).toBe('deploy');
});
