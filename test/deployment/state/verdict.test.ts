import { judge, type RunningInstance, type VerdictInput } from '../../../nodes/deployment/state/verdict';

const site = (deploymentId: string | null, artifact: string | null): RunningInstance => ({
	name: 'production',
	deploymentId,
	artifact,
});

const good: VerdictInput = {
	deploymentId: 'ours',
	status: { state: 'live', reason: '' },
	requestedArtifact: 'commit-a',
	running: [site('ours', 'commit-a')],
	expectedInstances: 1,
	matchDeployment: true,
};

it('is a success when our deployment runs the artifact that was asked for', () => {
	expect(judge(good)).toEqual({ success: true, state: 'live', reason: '' });
});

// Each of these has been reported as a success by a tool in use (anchors.md, 4.1).
const falseGreens: ReadonlyArray<readonly [string, Partial<VerdictInput>, string, RegExp]> = [
	[
		'the platform rolled back by itself',
		{ status: { state: 'rolledBack', reason: 'circuit breaker' } },
		'rolledBack',
		/circuit breaker/,
	],
	[
		'another deployment is what runs',
		{ running: [site('theirs', 'commit-a')] },
		'superseded',
		/runs deployment theirs, not ours/,
	],
	[
		'the old artifact still runs',
		{ running: [site('ours', 'commit-old')] },
		'superseded',
		/runs commit-old, not commit-a/,
	],
	['the platform does not tell what runs', { running: [site('ours', null)] }, 'superseded', /not reported/],
	[
		'the deployment of an instance is not reported',
		{ running: [site(null, 'commit-a')] },
		'superseded',
		/not reported/,
	],
	['nothing runs', { running: [] }, 'ready', /0 of 1/],
	[
		'only a part of the fleet runs it',
		{ running: [site('ours', 'commit-a')], expectedInstances: 3 },
		'ready',
		/1 of 3/,
	],
	[
		'one machine of several was left behind',
		{ running: [site('ours', 'commit-a'), site('ours', 'commit-old')], expectedInstances: 2 },
		'superseded',
		/commit-old/,
	],
	['it is not finished', { status: { state: 'rolling', reason: '' } }, 'rolling', /not finished/],
	['its state could not be read', { status: { state: 'unknown', reason: '' } }, 'unknown', /unknown/],
	[
		'the platform skipped it, although the same artifact runs',
		{ status: { state: 'skipped', reason: '' } },
		'skipped',
		/was skipped/,
	],
	['it was cancelled', { status: { state: 'cancelled', reason: '' } }, 'cancelled', /cancelled/],
	[
		'it is finished, but traffic goes elsewhere',
		{ status: { state: 'ready', reason: '' }, running: [site('locked', 'commit-a')] },
		'ready',
		/locked/,
	],
	['no instance at all was expected', { running: [], expectedInstances: 0 }, 'ready', /0 of 1/],
];

it.each(falseGreens)('is no success when %s', (_name, change, state, reason) => {
	const verdict = judge({ ...good, ...change });
	expect(verdict.success).toBe(false);
	expect(verdict.state).toBe(state);
	expect(verdict.reason).toMatch(reason);
});

it('does not ask for an artifact when none was requested, but still for the deployment', () => {
	const anyCommit = { ...good, requestedArtifact: null };
	expect(judge({ ...anyCommit, running: [site('ours', 'whatever')] }).success).toBe(true);
	expect(judge({ ...anyCommit, running: [site('theirs', 'whatever')] }).success).toBe(false);
});
