import { type Observation, shortCommit } from './observation';
import type { Delivery } from './sandboxClient';

/** One thing that must be true at the end, and what was seen. */
export interface Check {
	readonly what: string;
	readonly isMet: boolean;
	readonly seen: string;
}

export interface DeliveryResult {
	readonly before: Observation;
	readonly after: Observation;
	/** The commit that was pushed; for `stale`, the older of the two. */
	readonly commit: string;
	/** For `stale`: the newer commit. */
	readonly newerCommit: string;
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
	readonly checks: (outcome: DeliveryResult) => Check[];
}

export const SCENARIOS: readonly Scenario[] = [
	{
		name: 'good',
		story: 'a push that deploys: the site serves it, GitHub says success, nobody is paged',
		commit: 'good',
		checks: (outcome) => [
			isAccepted(outcome),
			deployCount(outcome, outcome.commit, 1),
			serves(outcome, outcome.commit),
			servesOwnDeploy(outcome),
			gitHubSays(outcome, outcome.commit, ['success']),
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
			deployCount(outcome, outcome.commit, 1),
			serves(outcome, outcome.before.live.commit),
			wasNeverServed(outcome, outcome.commit),
			gitHubSays(outcome, outcome.commit, ['failure', 'error']),
			pages(outcome, 1),
		],
	},
	{
		name: 'failing-health',
		story: 'a deploy that builds but answers 503: rolled back, GitHub says failure, one page',
		commit: 'failing-health',
		checks: (outcome) => [
			isAccepted(outcome),
			deployCount(outcome, outcome.commit, 1),
			serves(outcome, outcome.before.live.commit),
			gitHubSays(outcome, outcome.commit, ['failure', 'error']),
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
			deployCount(outcome, outcome.commit, 1),
			serves(outcome, outcome.commit),
			gitHubSays(outcome, outcome.commit, ['success']),
			check(
				'one GitHub deployment, not several',
				deploymentsOf(outcome, outcome.commit).length === 1,
				`${deploymentsOf(outcome, outcome.commit).length}`,
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
				outcome.deliveries.length > 0 && outcome.deliveries.every(({ statusCode }) => statusCode === 401),
				describeAnswers(outcome),
			),
			deployCount(outcome, outcome.commit, 0),
			serves(outcome, outcome.before.live.commit),
			check(
				'no GitHub deployment',
				deploymentsOf(outcome, outcome.commit).length === 0,
				`${deploymentsOf(outcome, outcome.commit).length}`,
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
			serves(outcome, outcome.newerCommit),
			wasNeverServed(outcome, outcome.commit),
			deployCount(outcome, outcome.newerCommit, 1),
			gitHubSays(outcome, outcome.newerCommit, ['success']),
			pages(outcome, 0),
		],
	},
];

function check(what: string, isMet: boolean, seen: string): Check {
	return { what, isMet, seen };
}

function describeAnswers({ deliveries }: DeliveryResult): string {
	return (
		deliveries.map(({ statusCode, answer }) => `${statusCode} ${answer.slice(0, 120)}`).join('; ') || 'no delivery'
	);
}

function isAccepted(outcome: DeliveryResult): Check {
	return check(
		'n8n accepted the delivery (202)',
		outcome.deliveries.some(({ statusCode }) => statusCode === 202),
		describeAnswers(outcome),
	);
}

function deployCount({ before, after }: DeliveryResult, commit: string, expected: number): Check {
	const known = new Set(before.deploys.map(({ id }) => id));
	const made = after.deploys.filter((deploy) => deploy.commit === commit && !known.has(deploy.id));
	const word = expected === 1 ? 'deploy' : 'deploys';
	return check(
		`Netlify made ${expected} ${word} of ${shortCommit(commit)}`,
		made.length === expected,
		made.map(({ id, state }) => `${id.slice(0, 8)} ${state}`).join(', ') || 'none',
	);
}

function serves({ after }: DeliveryResult, commit: string): Check {
	return check(
		`the site serves ${shortCommit(commit)} and its front page answers 200`,
		after.live.commit === commit && after.live.pageStatus === 200,
		`${shortCommit(after.live.commit)}, ${after.live.pageStatus}`,
	);
}

/** The right commit is not enough: it must be the deploy that this run made. */
function servesOwnDeploy({ before, after }: DeliveryResult): Check {
	const isNew = !before.deploys.some(({ id }) => id === after.live.deployId);
	return check('what is live is the deploy this push made', isNew, after.live.deployId);
}

function wasNeverServed({ servedCommits }: DeliveryResult, commit: string): Check {
	return check(
		`${shortCommit(commit)} was never live`,
		!servedCommits.includes(commit),
		`served: ${servedCommits.map(shortCommit).join(', ')}`,
	);
}

function deploymentsOf({ before, after }: DeliveryResult, commit: string): Observation['deployments'] {
	const known = new Set(before.deployments.map(({ id }) => id));
	return after.deployments.filter((deployment) => deployment.commit === commit && !known.has(deployment.id));
}

function gitHubSays(outcome: DeliveryResult, commit: string, states: readonly string[]): Check {
	const found = deploymentsOf(outcome, commit);
	const needsUrl = states.includes('success');
	return check(
		`GitHub's deployment of ${shortCommit(commit)} says ${states.join(' or ')}${needsUrl ? ', with the address' : ''}`,
		found.length > 0 &&
			found.every(({ state, environmentUrl }) => states.includes(state) && (!needsUrl || environmentUrl !== '')),
		found.map(({ state, environmentUrl }) => `${state} ${environmentUrl}`.trim()).join(', ') || 'no deployment',
	);
}

/** New pages since the start. An incident that was open already takes a repeat without a new page. */
function pages({ before, after }: DeliveryResult, expected: number): Check {
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

function nothingOpen({ after }: DeliveryResult): Check {
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
