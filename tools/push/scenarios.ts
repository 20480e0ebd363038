import { type Observation, shortSha } from './observation';
import type { Delivery } from './sandboxClient';

/** One thing that must be true at the end, and what was seen. */
export interface Check {
	readonly what: string;
	readonly isMet: boolean;
	readonly seen: string;
}

export interface Outcome {
	readonly before: Observation;
	readonly after: Observation;
	/** The commit that was pushed; for `stale`, the older of the two. */
	readonly sha: string;
	/** For `stale`: the newer commit. */
	readonly newerSha: string;
	/** Every answer n8n gave to this scenario's deliveries. */
	readonly deliveries: readonly Delivery[];
	/** Every commit the site was seen to serve, in order, without repeats. */
	readonly servedCommits: readonly string[];
}

export type ScenarioName = 'good' | 'bad-build' | 'failing-health' | 'duplicate' | 'forged' | 'stale';

export interface Scenario {
	readonly name: ScenarioName;
	/** What happens and what ought to come of it, for the terminal. */
	readonly story: string;
	/** What the pushed commit is like: decides what the simulated platforms do with it. */
	readonly commit: 'good' | 'bad-build' | 'failing-health';
	readonly checks: (outcome: Outcome) => Check[];
}

export const SCENARIOS: readonly Scenario[] = [
	{
		name: 'good',
		story: 'a push that deploys: the site serves it, GitHub says success, nobody is paged',
		commit: 'good',
		checks: (outcome) => [
			isAccepted(outcome),
			deployCount(outcome, outcome.sha, 1),
			serves(outcome, outcome.sha),
			servesOwnDeploy(outcome),
			gitHubSays(outcome, outcome.sha, ['success']),
			pages(outcome, 0),
			nothingOpen(outcome),
		],
	},
	{
		name: 'bad-build',
		story: 'a build that fails: what was live stays live, GitHub says failure, one page',
		commit: 'bad-build',
		checks: (outcome) => [
			isAccepted(outcome),
			deployCount(outcome, outcome.sha, 1),
			serves(outcome, outcome.before.live.commit),
			wasNeverServed(outcome, outcome.sha),
			gitHubSays(outcome, outcome.sha, ['failure', 'error']),
			pages(outcome, 1),
		],
	},
	{
		name: 'failing-health',
		story: 'a deploy that builds but answers 503: rolled back, GitHub says failure, one page',
		commit: 'failing-health',
		checks: (outcome) => [
			isAccepted(outcome),
			deployCount(outcome, outcome.sha, 1),
			serves(outcome, outcome.before.live.commit),
			gitHubSays(outcome, outcome.sha, ['failure', 'error']),
			pages(outcome, 1),
		],
	},
	{
		name: 'duplicate',
		story: 'one push, delivered six times over: exactly one deploy',
		commit: 'good',
		checks: (outcome) => [
			isAccepted(outcome),
			check(
				'every delivery was answered with 2xx',
				outcome.deliveries.length >= 6 &&
					outcome.deliveries.every(({ statusCode }) => statusCode >= 200 && statusCode < 300),
				describeAnswers(outcome),
			),
			deployCount(outcome, outcome.sha, 1),
			serves(outcome, outcome.sha),
			gitHubSays(outcome, outcome.sha, ['success']),
			check(
				'one GitHub deployment, not several',
				deploymentsOf(outcome, outcome.sha).length === 1,
				`${deploymentsOf(outcome, outcome.sha).length}`,
			),
			pages(outcome, 0),
		],
	},
	{
		name: 'forged',
		story: 'a delivery signed with the wrong secret: refused, and nothing happens',
		commit: 'good',
		checks: (outcome) => [
			check(
				'the delivery was refused with 401',
				outcome.deliveries.length > 0 &&
					outcome.deliveries.every(({ statusCode }) => statusCode === 401),
				describeAnswers(outcome),
			),
			deployCount(outcome, outcome.sha, 0),
			serves(outcome, outcome.before.live.commit),
			check(
				'no GitHub deployment',
				deploymentsOf(outcome, outcome.sha).length === 0,
				`${deploymentsOf(outcome, outcome.sha).length}`,
			),
			pages(outcome, 0),
		],
	},
	{
		name: 'stale',
		story: 'two pushes, the older delivered last: the newer one stays live',
		commit: 'good',
		checks: (outcome) => [
			isAccepted(outcome),
			serves(outcome, outcome.newerSha),
			wasNeverServed(outcome, outcome.sha),
			deployCount(outcome, outcome.newerSha, 1),
			gitHubSays(outcome, outcome.newerSha, ['success']),
			pages(outcome, 0),
		],
	},
];

function check(what: string, isMet: boolean, seen: string): Check {
	return { what, isMet, seen };
}

function describeAnswers({ deliveries }: Outcome): string {
	return deliveries.map(({ statusCode, answer }) => `${statusCode} ${answer.slice(0, 120)}`).join('; ') || 'no delivery';
}

function isAccepted(outcome: Outcome): Check {
	return check(
		'n8n accepted the delivery (202)',
		outcome.deliveries.some(({ statusCode }) => statusCode === 202),
		describeAnswers(outcome),
	);
}

function deployCount({ before, after }: Outcome, sha: string, expected: number): Check {
	const known = new Set(before.deploys.map(({ id }) => id));
	const made = after.deploys.filter(({ id, commit }) => commit === sha && !known.has(id));
	const word = expected === 1 ? 'deploy' : 'deploys';
	return check(
		`Netlify made ${expected} ${word} of ${shortSha(sha)}`,
		made.length === expected,
		made.map(({ id, state }) => `${id.slice(0, 8)} ${state}`).join(', ') || 'none',
	);
}

function serves({ after }: Outcome, sha: string): Check {
	return check(
		`the site serves ${shortSha(sha)} and its front page answers 200`,
		after.live.commit === sha && after.live.pageStatus === 200,
		`${shortSha(after.live.commit)}, ${after.live.pageStatus}`,
	);
}

/** The right commit is not enough: it must be the deploy that this run made. */
function servesOwnDeploy({ before, after }: Outcome): Check {
	const isNew = !before.deploys.some(({ id }) => id === after.live.deployId);
	return check('what is live is the deploy this push made', isNew, after.live.deployId);
}

function wasNeverServed({ servedCommits }: Outcome, sha: string): Check {
	return check(
		`${shortSha(sha)} was never live`,
		!servedCommits.includes(sha),
		`served: ${servedCommits.map(shortSha).join(', ')}`,
	);
}

function deploymentsOf({ before, after }: Outcome, sha: string): Observation['deployments'] {
	const known = new Set(before.deployments.map(({ id }) => id));
	return after.deployments.filter((deployment) => deployment.sha === sha && !known.has(deployment.id));
}

function gitHubSays(outcome: Outcome, sha: string, states: readonly string[]): Check {
	const found = deploymentsOf(outcome, sha);
	const needsUrl = states.includes('success');
	return check(
		`GitHub's deployment of ${shortSha(sha)} says ${states.join(' or ')}${needsUrl ? ', with the address' : ''}`,
		found.length > 0 &&
			found.every(
				({ state, environmentUrl }) => states.includes(state) && (!needsUrl || environmentUrl !== ''),
			),
		found.map(({ state, environmentUrl }) => `${state} ${environmentUrl}`.trim()).join(', ') || 'no deployment',
	);
}

/** New pages since the start. An incident that was open already takes a repeat without a new page. */
function pages({ before, after }: Outcome, expected: number): Check {
	const sum = (observation: Observation): number =>
		observation.incidents.reduce((total, { pageCount }) => total + pageCount, 0);
	const made = sum(after) - sum(before);
	const wasOpen = open(before).length > 0;
	return check(
		expected === 0 ? 'nobody was paged' : 'exactly one page went out',
		made === expected || (expected === 1 && wasOpen && made === 0 && open(after).length > 0),
		wasOpen && expected === 1 ? `${made} new, one was open already` : `${made}`,
	);
}

function nothingOpen({ after }: Outcome): Check {
	return check(
		'no incident of this service is left open',
		open(after).length === 0,
		open(after)
			.map(({ summary }) => summary)
			.join('; ') || 'none',
	);
}

function open({ incidents }: Observation): Observation['incidents'] {
	return incidents.filter(({ status }) => status !== 'resolved');
}
