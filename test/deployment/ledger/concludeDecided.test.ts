import { beginRollback } from '../../../nodes/deployment/ledger/beginRollback';
import { concludeDeployment } from '../../../nodes/deployment/ledger/concludeDeployment';
import { readEvidence } from '../../../nodes/deployment/ledger/evidence';
import { gitHubNeedOf } from '../../../nodes/deployment/ledger/gitHubStatus';
import { pageOf } from '../../../nodes/deployment/ledger/page';
import { type DeploymentRecord, emptyRecord } from '../../../nodes/deployment/ledger/record';

const pageKey = 'slipway/acme/shop@main';
const record: DeploymentRecord = {
	...emptyRecord,
	kind: 'deploy',
	decision: 'deploy',
	releaseId: 'd/1',
	service: 'web',
	environment: 'production',
	platform: 'netlify',
	target: 'web',
	repository: 'acme/shop',
	commit: 'aaaaaaa1',
	previousId: 'old',
	previousCommit: 'bbbbbbb1',
	verifiedDeployments: ['old'],
	isFollowed: true,
	rowId: 9,
	pageKey,
};
const live = {
	ok: true,
	isLive: true,
	deploymentId: 'new',
	artifact: 'sha256:new',
	commit: 'aaaaaaa1',
	url: 'https://web.example',
};
const stillOld = { ...live, deploymentId: 'old', artifact: 'sha256:old', commit: 'bbbbbbb1' };
const published = { ok: true, id: 'new', verified: true, state: 'live', commit: 'aaaaaaa1' };
const healthy = { ok: true, isNeeded: true, healthy: true };
const sick = { ok: false, isNeeded: true, healthy: false, reason: 'answers 503' };
const notAsked = { isNeeded: false, healthy: false };
const back = {
	state: 'live',
	verified: true,
	served: true,
	commit: 'bbbbbbb1',
	deploymentId: 'old',
	liveId: 'old',
	liveCommit: 'bbbbbbb1',
	liveArtifact: 'sha256:old',
};

const conclude = (item: object, changes: Partial<DeploymentRecord> = {}): DeploymentRecord => {
	const begun = { ...record, ...changes };
	return concludeDeployment(readEvidence(begun, { ...begun, ...item }));
};

it.each<[string, object, Partial<DeploymentRecord>]>([
	[
		'healthy',
		{ published, live, health: healthy },
		{
			state: 'live',
			verified: true,
			deploymentId: 'new',
			liveId: 'new',
			liveArtifact: 'sha256:new',
			liveCommit: 'aaaaaaa1',
		},
	],
	[
		'a newer head than asked for, and healthy',
		{ published: { ...published, commit: 'ccccccc1' }, live: { ...live, commit: 'ccccccc1' }, health: healthy },
		{ state: 'live', commit: 'ccccccc1', liveCommit: 'ccccccc1' },
	],
	[
		'sick, and put back',
		{ published, live, health: { ...sick, isRollbackNeeded: true }, rollback: back },
		{ state: 'rolledBack', liveId: 'old', verified: false, deploymentId: 'new' },
	],
	[
		'sick, and the roll back is under way',
		{
			published,
			live,
			health: { ...sick, isRollbackNeeded: true },
			rollback: { ...back, state: 'running', verified: false },
		},
		{ state: 'failed', liveId: '', reason: expect.stringContaining('under way') as string },
	],
	[
		'sick, and the roll back died',
		{ published, live, health: { ...sick, isRollbackNeeded: true } },
		{ state: 'unknown', liveId: '' },
	],
	[
		'a failed build',
		{
			published: { ok: false, id: 'new', state: 'failed', error: { message: 'The build failed' } },
			live: stillOld,
			health: notAsked,
		},
		{ state: 'failed', liveId: 'old', reason: 'The build failed' },
	],
	[
		'still under way',
		{
			published: { ok: false, id: 'new', state: 'building', reason: 'Not finished' },
			live: stillOld,
			health: notAsked,
		},
		{ state: 'running', deploymentId: 'new', liveId: '' },
	],
	[
		'still under way behind something from outside, when what answers is bad',
		{
			published: { ok: false, id: 'new', state: 'building', reason: 'Not finished' },
			live: { ...live, deploymentId: 'other', commit: 'ddddddd1', underWay: { deploymentId: 'new' } },
			health: sick,
		},
		{ state: 'running', deploymentId: 'new', liveId: '' },
	],
	[
		'under way, and nobody knows its id',
		{ published: { ok: false, state: 'unknown', reason: 'No answer' }, live: stillOld, health: notAsked },
		{ state: 'unknown', liveId: '' },
	],
	['nothing that anybody heard of', { live: stillOld, health: notAsked }, { state: 'unknown', liveId: '' }],
	[
		'good, and the last look failed',
		{ published, live: { ok: false, error: { message: '503' } }, health: healthy },
		{ state: 'live', liveId: 'new', liveCommit: 'aaaaaaa1' },
	],
	[
		'replaced by something that is healthy',
		{
			published: { ...published, verified: false, state: 'superseded' },
			live: { ...live, deploymentId: 'other', commit: 'ddddddd1' },
			health: healthy,
		},
		{ state: 'superseded', liveId: '' },
	],
	[
		'failed, after which its platform put back what was there, by a new id',
		{
			published: { ok: false, id: 'new', state: 'failed', error: { message: 'the launch failed' } },
			live: { ...stillOld, deploymentId: 'old-again' },
			health: notAsked,
		},
		{ state: 'failed', liveId: 'old-again', liveCommit: 'bbbbbbb1' },
	],
])('of a deployment that is %s', (_name, item, expected) => {
	expect(conclude(item)).toMatchObject({ rowId: 9, previousId: 'old', ...expected });
});

it('says why what is bad was kept, and that it is still live', () => {
	const kept = conclude(
		{ published, live, health: sick, keptBecause: 'A person holds this service' },
		{ mayRollBack: false },
	);
	expect(kept).toMatchObject({
		state: 'failed',
		liveId: 'new',
		reason: 'It was not healthy: answers 503. A person holds this service',
	});
});

it('waits no longer for what nobody follows any more', () => {
	const item = { published: { ok: false, id: 'new', state: 'building', reason: 'Not finished' }, live: stillOld };
	expect(conclude(item, { isFollowed: false })).toMatchObject({ state: 'unknown', deploymentId: 'new' });
});

it('says nothing about what is live when it was never begun', () => {
	expect(conclude({ live }, { state: 'held', reason: 'Kim looks' })).toMatchObject({
		state: 'held',
		liveId: '',
		verified: false,
	});
});

it('rolls nothing back, and blames nobody, when another run has the lock by now', () => {
	const item = { published, live, health: { ...sick, isRollbackNeeded: true }, release: { releaseId: 'd/1' } };
	expect(conclude({ ...item, lockNow: { ok: true, owner: 'person' } }).state).toBe('stoppedByPerson');
	expect(conclude({ ...item, lockNow: { ok: true, owner: 'd/1' }, rollback: back }).state).toBe('rolledBack');
	expect(conclude({ ...item, lockNow: { ok: false, error: { message: '503' } }, rollback: back }).state).toBe(
		'rolledBack',
	);
});

describe('a look', () => {
	const look = { kind: 'look', deploymentId: 'new', previousId: '' } as const;

	it.each<[string, string, object, Partial<DeploymentRecord>]>([
		['is verified', 'verify', { live, health: healthy }, { state: 'live', verified: true, liveId: 'new' }],
		['takes a baseline', 'baseline', { live, health: healthy }, { state: 'live', verified: true, liveId: 'new' }],
		[
			'leaves a bad baseline',
			'baseline',
			{ live, health: sick },
			{ state: 'unhealthy', liveId: 'new', reason: 'answers 503' },
		],
		[
			'leaves what was deployed again outside and is bad',
			'record',
			{ live, health: sick },
			{ state: 'unhealthy', liveId: 'new' },
		],
		['could not see', 'verify', { live: { ok: false, error: { message: '503' } } }, { state: 'unknown', liveId: '' }],
		[
			'finds something else',
			'verify',
			{ live: { ...live, deploymentId: 'other' }, health: healthy },
			{ state: 'superseded', liveId: '' },
		],
		[
			'notes a drift as it was decided',
			'drifted',
			{ live },
			{ state: 'drifted', liveId: 'new', liveCommit: 'aaaaaaa1' },
		],
		[
			'notes a drift that it could not see again',
			'drifted',
			{ live: { ok: false, error: { message: '503' } } },
			{ state: 'drifted', liveId: 'new' },
		],
		[
			'blames nobody outside when a roll back ended between its look and the ledger',
			'drifted',
			{ live: { ...live, deploymentId: 'other' } },
			{ state: 'superseded', liveId: '' },
		],
	])('%s', (_name, decision, item, expected) => {
		expect(conclude(item, { ...look, decision })).toMatchObject({ deploymentId: 'new', ...expected });
	});

	it('puts back what is bad and ours', () => {
		const item = { live, health: { ...sick, isRollbackNeeded: true }, rollback: back };
		expect(conclude(item, { deploymentId: 'new', decision: 'verify' })).toMatchObject({
			state: 'rolledBack',
			liveId: 'old',
		});
	});
});

describe('a roll back', () => {
	it('of a decided deployment has a row of its own', () => {
		const begun = beginRollback({ ...record, published, live, health: sick, live_id: 'x' }, 'now');
		expect(begun).toMatchObject({
			kind: 'rollback',
			isPart: true,
			rowId: 0,
			decision: '',
			badDeploymentId: 'new',
			previousId: 'new',
			verifiedDeployments: ['old'],
			startedAt: 'now',
			actor: 'Slipway',
		});
	});

	it('of a list is begun as it was decided', () => {
		const entry = {
			...record,
			kind: 'rollback',
			decision: '',
			because: 'api/production',
			toDeploymentId: 'old',
			badDeploymentId: 'new',
			isPart: true,
			rowId: 0,
		};
		expect(beginRollback(entry, 'now')).toEqual({ ...entry, state: 'running' });
	});

	it('is not said to be done when something else is live, however healthy that is', () => {
		const refused = {
			ok: false,
			error: { message: 'The site serves deploy newer, not new', advice: '', canRetry: false },
		};
		const newer = { ...live, deploymentId: 'newer', commit: 'c'.repeat(40) };
		const byHand = {
			...record,
			kind: 'rollback',
			decision: '',
			toDeploymentId: 'old',
			badDeploymentId: 'new',
		} as const;
		const ended = (change: object, item: object): DeploymentRecord =>
			concludeDeployment(readEvidence({ ...byHand, ...change }, { published: refused, health: healthy, ...item }));
		expect(ended({}, { live: newer })).toMatchObject({
			state: 'failed',
			verified: false,
			reason: expect.stringContaining('serves deploy newer'),
		});
		// Its answer was lost, and it was done.
		expect(ended({}, { live: stillOld })).toMatchObject({ state: 'live', verified: true });
		const toLast = { toDeploymentId: '', verifiedDeployments: ['old', 'new'] };
		expect(ended(toLast, { live: stillOld }).state).toBe('live');
		expect(ended(toLast, { live: newer }).state).toBe('failed');
		expect(ended(toLast, { live: { ...live, deploymentId: 'new' } }).state).toBe('failed');
		// Its answer was lost, and Fly.io and ECS put back by a new id: the next look tells what that is.
		const lost = { published: { ok: false, state: 'unknown', error: { message: 'No answer' } } };
		expect(ended({}, { ...lost, live: newer })).toMatchObject({ state: 'unknown', verified: false, liveId: '' });
		expect(ended({}, { ...lost, live: { ...live, deploymentId: 'new' } }).state).toBe('failed');
		expect(ended({}, { ...lost, live: newer, health: sick }).state).toBe('failed');
	});

	it('says what it left live, goes on when it is under way, and needs no lock of its own', () => {
		const rollback = {
			...record,
			kind: 'rollback',
			decision: '',
			badDeploymentId: 'new',
			previousId: 'new',
			isPart: true,
			reason: 'It was bad',
		} as const;
		const ended = (item: object): DeploymentRecord => concludeDeployment(readEvidence(rollback, item));
		const done = { ok: true, verified: true, state: 'live', id: 'old', commit: 'bbbbbbb1', previous: 'new' };
		expect(ended({ published: done, live: stillOld, health: healthy })).toMatchObject({
			state: 'live',
			liveId: 'old',
			reason: 'It was bad',
			deploymentId: 'old',
			previousId: 'new',
		});
		const underWay = { ok: false, id: 'v9', state: 'rolling', reason: 'Not finished' };
		expect(ended({ published: underWay, live, health: notAsked })).toMatchObject({
			state: 'running',
			deploymentId: 'v9',
			liveId: '',
		});
		expect(ended({ published: done, live: stillOld, health: sick })).toMatchObject({ state: 'failed', liveId: 'old' });
		// The look at its end died, or failed: the platform showed just before what is live.
		for (const live of [undefined, { ok: false, error: { message: '503', advice: '', canRetry: true } }]) {
			expect(ended({ published: done, live, health: healthy })).toMatchObject({
				state: 'live',
				liveId: 'old',
				liveCommit: 'bbbbbbb1',
				reason: 'It was bad',
			});
			expect(ended({ published: { ...done, verified: false }, live, health: notAsked })).toMatchObject({ liveId: '' });
		}
	});
});

describe('what is told', () => {
	const page = (changes: Partial<DeploymentRecord>) => pageOf({ ...record, ...changes }, '');

	it('is one incident with its release, until the service is well', () => {
		expect(page({ state: 'failed' })).toMatchObject({ action: 'trigger', key: pageKey });
		expect(page({ state: 'unhealthy', kind: 'look' })).toMatchObject({ action: 'trigger', key: pageKey });
		expect(page({ state: 'live' })).toMatchObject({ action: 'resolve', key: 'slipway/web/production' });
		expect(page({ state: 'failed', pageKey: '' })).toMatchObject({ key: 'slipway/web/production' });
	});

	it('is nothing while it goes on, and of a drift, of which the release tells once', () => {
		expect([
			page({ state: 'running' }),
			page({ state: 'drifted', kind: 'look' }),
			page({ state: 'unknown', kind: 'look' }),
		]).toEqual([null, null, null]);
		expect(gitHubNeedOf({ ...record, state: 'running', gitHubDeploymentId: '5' })).toBe('nothing');
		expect(gitHubNeedOf({ ...record, state: 'live', gitHubDeploymentId: '5' })).toBe('status');
		expect(gitHubNeedOf({ ...record, kind: 'rollback', state: 'live', isPart: true, because: 'api/production' })).toBe(
			'deployment',
		);
	});
});
