import { readEvidence } from '../../../nodes/deployment/ledger/evidence';
import { gateOf, isRollbackNeeded } from '../../../nodes/deployment/ledger/gate';
import { type DeploymentRecord, emptyRecord } from '../../../nodes/deployment/ledger/record';

const COMMIT = 'c'.repeat(40);
const OLDER = 'a'.repeat(40);
const record: DeploymentRecord = {
	...emptyRecord,
	kind: 'deploy',
	service: 'gateway',
	environment: 'production',
	decision: 'deploy',
	commit: COMMIT,
	previousId: 'zero',
	healthUrl: '/health',
	versionUrl: '/version.json',
};
const live = { ok: true, isLive: true, deploymentId: 'one', commit: COMMIT, url: 'https://gateway.example/' };
const published = { ok: true, id: 'one', verified: true, state: 'live' };
const bad = { ok: false, isNeeded: true, healthy: false, reason: 'answers 503' };
const good = { ok: true, isNeeded: true, healthy: true };

const evidence = (changes: Partial<DeploymentRecord>, steps: object) =>
	readEvidence({ ...record, ...changes }, { live, published, ...steps });
const isAsked = (changes: Partial<DeploymentRecord>, steps: object = {}) => gateOf(evidence(changes, steps)).kind;

describe('what is asked', () => {
	it('is where the deployment answers, and the commit that is live there', () => {
		expect(gateOf(evidence({}, {}))).toEqual({
			kind: 'ask',
			question: {
				url: 'https://gateway.example/health',
				version: { url: 'https://gateway.example/version.json', commit: COMMIT },
			},
		});
		// What is live is asked about as what it is; whether it is what was wanted is for the conclusion.
		expect(gateOf(evidence({}, { live: { ...live, commit: OLDER } }))).toMatchObject({
			question: { version: { commit: OLDER } },
		});
		expect(gateOf(evidence({}, { live: { ...live, commit: '' } }))).toMatchObject({
			question: { version: { commit: COMMIT } },
		});
	});

	it('is nothing of a worker without an address, unless its platform tells that it does no work: that is bad', () => {
		const worker = { ...live, url: '' };
		const withoutAddress = { healthUrl: '', versionUrl: '' };
		expect(gateOf(evidence(withoutAddress, { live: worker }))).toEqual({ kind: 'noAddress' });
		const notRunning = 'Build one is current, but none of its workers polls any more';
		const steps = { live: { ...worker, notRunning } };
		expect(gateOf(evidence(withoutAddress, steps))).toEqual({ kind: 'notRunning', reason: notRunning });
		const item = evidence({ ...withoutAddress, mayRollBack: true }, { ...steps, health: bad });
		expect(isRollbackNeeded(item)).toBe(true);
	});

	it.each<[string, Partial<DeploymentRecord>, object, string]>([
		['a deployment that went live', {}, {}, 'ask'],
		['a deployment whose answer was lost, and that is live', {}, { published: { ok: false } }, 'ask'],
		[
			'a deployment that failed: what was live before still is',
			{},
			{ live: { ...live, deploymentId: 'zero' }, published: { ok: false, state: 'failed' } },
			'nothing',
		],
		[
			'a deployment that its platform shows, where the last look failed',
			{ url: 'https://gateway.example' },
			{ live: { ok: false, error: { message: 'Netlify did not answer' } } },
			'ask',
		],
		[
			'one whose address nobody saw: that is no fault of it',
			{},
			{ live: { ok: false, error: { message: 'Netlify did not answer' } } },
			'nothing',
		],
		[
			'a deployment that nobody saw',
			{},
			{ live: { ok: false, error: { message: 'no answer' } }, published: { ok: false, state: 'building' } },
			'nothing',
		],
		['what is live of ours without a verdict', { decision: 'verify', previousId: 'one' }, { published: null }, 'ask'],
		['what was live before us', { decision: 'baseline', previousId: 'one' }, { published: null }, 'ask'],
		['what was deployed again outside', { decision: 'record', previousId: 'one' }, { published: null }, 'ask'],
		['what somebody deployed outside', { decision: 'drifted' }, { published: null }, 'nothing'],
		['what a person holds by now', { state: 'held' }, { published: null }, 'nothing'],
		[
			'the very first one, while nothing is live yet',
			{ previousId: '' },
			{ live: { ok: true, isLive: false, deploymentId: '' }, published: { ok: false, state: 'building' } },
			'nothing',
		],
		[
			'a roll back that changed something',
			{ kind: 'rollback', decision: '', badDeploymentId: 'bad' },
			{ published: { ok: false } },
			'ask',
		],
		[
			'a roll back that changed nothing',
			{ kind: 'rollback', decision: '', badDeploymentId: 'one' },
			{ published: { ok: false } },
			'nothing',
		],
	])('%s', (_name, changes, steps, kind) => {
		expect(isAsked(changes, steps)).toBe(kind);
	});

	it('is nothing of a worker without any address, and an address of the catalog wherever it stands', () => {
		const worker = { ...live, url: '' };
		expect(isAsked({ healthUrl: '', versionUrl: '' }, { live: worker })).toBe('noAddress');
		expect(gateOf(evidence({ platform: 'ecs' }, { live: worker }))).toMatchObject({
			kind: 'unknownAddress',
			reason: expect.stringMatching(/path \/health and \/version\.json, and ecs tells no address/),
		});
		expect(gateOf(evidence({ healthUrl: 'https://gw.example/up', versionUrl: '' }, { live: worker }))).toEqual({
			kind: 'ask',
			question: { url: 'https://gw.example/up', version: null },
		});
	});
});

describe('a roll back is needed', () => {
	it.each<[string, Partial<DeploymentRecord>, object, boolean]>([
		['of what this run deployed', {}, { health: bad }, true],
		['not of what is healthy', {}, { health: good }, false],
		['not where nothing was asked', {}, { health: { isNeeded: false, healthy: false } }, false],
		['not where nobody asked', {}, { health: null }, false],
		['not where it may not go back', { mayRollBack: false }, { health: bad }, false],
		['not of what was live before us', { decision: 'baseline' }, { health: bad }, false],
		['of what is judged', { decision: 'verify', deploymentId: 'one' }, { health: bad, published: null }, true],
		['not of a roll back', { kind: 'rollback', decision: 'verify', deploymentId: 'one' }, { health: bad }, false],
		['of what is the wanted commit, where the answer was lost', {}, { health: bad, published: { ok: false } }, true],
		[
			'not of what somebody else put there meanwhile',
			{},
			{ health: bad, live: { ...live, deploymentId: 'theirs', commit: OLDER } },
			false,
		],
		['of what its platform showed, where the last look failed', {}, { health: bad, live: { ok: false } }, true],
	])('%s', (_name, changes, steps, expected) => {
		expect(isRollbackNeeded(evidence(changes, steps))).toBe(expected);
	});
});
