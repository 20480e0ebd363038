import { check, ledgerKnowsNothing, nothingHeld, pages, servesAsBefore } from '../checks';
import { type Observation, shortCommit } from '../observation';
import { headingOf, pullRequestIn } from '../previewSight';
import type { PullRequest } from '../pullRequests';
import type { Acted, Actor, Check, DeliveryResult, Scenario, ServiceName } from '../scenario';

const API: ServiceName = 'paintbox-api';
const SITE: ServiceName = 'paintbox-frontend';
const PRODUCTIONS_BRANCH = 'main';

const commentsOf = ({ previews }: Observation, { number }: PullRequest): string[] =>
	previews.comments.filter((comment) => comment.number === number).map(({ body }) => body);

const hasComment =
	(opened: PullRequest, start: string) =>
	(now: Observation): boolean =>
		commentsOf(now, opened).some((body) => headingOf(body).startsWith(start));

/** Opens a pull request that brings a table, and waits until its preview is ready. */
async function openPreview(actor: Actor): Promise<PullRequest> {
	const opened = await actor.pullRequests.open({ touches: [API, SITE], makesTable: 'palettes' });
	await actor.until('the comment says that the preview is ready', hasComment(opened, isReady(opened)));
	return opened;
}

const isReady = ({ head }: PullRequest): string => `The preview of ${shortCommit(head)} is ready`;

/** What the preview's own API and production's database say of these tables. */
async function tableChecks(actor: Actor, opened: PullRequest, tables: readonly string[]): Promise<Check[]> {
	const app = (await actor.look()).previews.apps.find(({ name }) => pullRequestIn(name) === opened.number);
	const [ofPreview, ofProduction] = await Promise.all([
		actor.pullRequests.tablesOfApp(app?.url ?? ''),
		actor.pullRequests.tablesOfDatabase(PRODUCTIONS_BRANCH),
	]);
	return [
		check(
			`the preview's API finds ${tables.join(' and ')} in its database`,
			tables.every((table) => ofPreview.includes(table)),
			`${app?.url ?? 'no app'}: ${ofPreview.join(', ') || 'no table'}`,
		),
		check(
			`production's database has no ${tables.join(' and no ')}`,
			ofProduction.length > 0 && !tables.some((table) => ofProduction.includes(table)),
			ofProduction.join(', ') || 'no table at all',
		),
	];
}

const acted = (opened: PullRequest, seenOnTheWay: readonly Check[] = []): Acted => ({
	commits: { head: opened.head },
	deliveries: opened.deliveries,
	pullRequest: opened,
	seenOnTheWay,
});

function pullRequestOf({ pullRequest }: Acted): PullRequest {
	if (!pullRequest) throw new Error('The scenario opened no pull request.');
	return pullRequest;
}

function wasHeard({ deliveries }: DeliveryResult): Check {
	return check(
		'n8n accepted what GitHub said of the pull request (202)',
		deliveries.length > 0 && deliveries.every(({ statusCode }) => statusCode === 202),
		deliveries.map(({ statusCode, answer }) => `${statusCode} ${answer.slice(0, 120)}`).join('; ') || 'no delivery',
	);
}

/** A comment as GitHub shows it, as far as its characters go: what might be Markdown is written as entities. */
const readable = (comment: string): string =>
	comment.replace(/&#(\d+);/g, (_entity, code: string) => String.fromCharCode(Number(code)));

/** One comment, which begins so and holds these texts. */
function oneComment(result: DeliveryResult, start: string, texts: readonly string[] = []): Check {
	const comments = commentsOf(result.after, pullRequestOf(result));
	return check(
		`the pull request has one comment: ${start}`,
		comments.length === 1 &&
			comments.every(
				(body) => headingOf(body).startsWith(start) && texts.every((text) => readable(body).includes(text)),
			),
		comments.map(readable).join('\n') || 'no comment',
	);
}

/** One database, one app that runs the head, the site's deploy of it; each told with its address; each in the table. */
function stands(result: DeliveryResult): Check[] {
	const { number, branch, head } = pullRequestOf(result);
	const { databases, apps, branchDeploys } = result.after.previews;
	const database = databases.filter((name) => pullRequestIn(name) === number);
	const app = apps.filter(({ name }) => pullRequestIn(name) === number);
	const deploys = branchDeploys.filter((deploy) => deploy.branch === branch);
	const rows = result.books.previews.filter((row) => row.number === number);
	return [
		check('Neon has one branch for it', database.length === 1, database.join(', ') || 'none'),
		check(
			`Fly.io has one app for it, which runs ${shortCommit(head)}`,
			app.length === 1 && app.every(({ commit }) => commit === head),
			app.map(({ name, commit }) => `${name} at ${shortCommit(commit)}`).join(', ') || 'none',
		),
		check(
			`Netlify's newest deploy of its branch is of ${shortCommit(head)}, and ready`,
			deploys[0]?.commit === head && deploys[0].state === 'ready',
			deploys.map(({ commit, state }) => `${shortCommit(commit)} ${state}`).join(', ') || 'none',
		),
		oneComment(result, isReady(pullRequestOf(result)), [...app.map(({ url }) => url), ...database]),
		gitHubShows(result, 'success'),
		check(
			'the table has its database, its app and its site, ready',
			rows.length === 3 &&
				// The database is made once, for the head of that moment.
				rows.every((row) => row.state === 'ready' && (row.part === 'database' || row.commit === head)),
			describeRows(rows),
		),
	];
}

function gitHubShows({ after, pullRequest }: DeliveryResult, state: string): Check {
	const environment = `preview/pr-${pullRequest?.number ?? 0}`;
	const found = after.gitHubDeployments.filter((deployment) => deployment.environment === environment);
	const newest = found[0];
	return check(
		`GitHub shows the preview as a deployment: ${state}`,
		newest !== undefined && newest.state === state && newest.commit === pullRequest?.head,
		found.map(({ commit, state: seen }) => `${shortCommit(commit)} ${seen}`).join(', ') || 'no deployment',
	);
}

/** Nothing of it is left anywhere, GitHub shows no deployment of it, and no row says that anything is there. */
function nothingLeft(result: DeliveryResult): Check[] {
	const { number, branch } = pullRequestOf(result);
	const { databases, apps, branchDeploys, branchesWithVariables } = result.after.previews;
	const left = [
		...databases.filter((name) => pullRequestIn(name) === number),
		...apps.map(({ name }) => name).filter((name) => pullRequestIn(name) === number),
		...branchDeploys.filter((deploy) => deploy.branch === branch).map(({ id }) => `deploy ${id}`),
		...branchesWithVariables.filter((name) => name === branch).map((name) => `variables of ${name}`),
	];
	const shown = result.after.gitHubDeployments.filter(
		({ environment, state }) => environment === `preview/pr-${number}` && state !== 'inactive',
	);
	const rows = result.books.previews.filter((row) => row.number === number && row.state !== 'removed');
	return [
		check('nothing of it is left at Neon, Fly.io and Netlify', left.length === 0, left.join(', ')),
		check('GitHub shows no deployment of it any more', shown.length === 0, shown.map(({ state }) => state).join(', ')),
		check('the table has nothing of it', rows.length === 0, describeRows(rows)),
	];
}

function describeRows(rows: DeliveryResult['books']['previews']): string {
	return (
		rows.map(({ part, state, commit, reason }) => `${part} of ${shortCommit(commit)} ${state} ${reason}`).join('; ') ||
		'no row'
	);
}

/** What a preview must leave alone, whatever becomes of it. */
function leavesProductionAlone(result: DeliveryResult): Check[] {
	return [
		servesAsBefore(result, API),
		servesAsBefore(result, SITE),
		ledgerKnowsNothing(result, pullRequestOf(result).head),
		pages(result, 0),
		nothingHeld(result),
	];
}

export const previewScenarios: readonly Scenario[] = [
	{
		name: 'preview-open',
		story: 'a pull request with a migration: it gets a database, an app and a site, and one comment that links them',
		timeoutSeconds: 420,
		async play(actor) {
			const opened = await openPreview(actor);
			return acted(opened, await tableChecks(actor, opened, ['palettes']));
		},
		checks: (result) => [
			wasHeard(result),
			...stands(result),
			...(result.seenOnTheWay ?? []),
			...leavesProductionAlone(result),
		],
	},
	{
		name: 'preview-sync',
		story: 'another commit on its branch: the same database and app go on to it, the comment is edited in place',
		timeoutSeconds: 600,
		async play(actor) {
			const opened = await openPreview(actor);
			const synced = await actor.pullRequests.push(opened, { touches: [API, SITE], makesTable: 'brushes' });
			await actor.until('the comment says that the new head is ready', hasComment(synced, isReady(synced)));
			return acted(synced, await tableChecks(actor, synced, ['palettes', 'brushes']));
		},
		checks: (result) => [
			wasHeard(result),
			...stands(result),
			...(result.seenOnTheWay ?? []),
			...leavesProductionAlone(result),
		],
	},
	{
		name: 'preview-close',
		story:
			'a pull request with a preview is closed: branch, app, variables and deployment are gone, the comment says so',
		timeoutSeconds: 600,
		async play(actor) {
			const opened = await openPreview(actor);
			const seen = await tableChecks(actor, opened, ['palettes']);
			const closed = await actor.pullRequests.close(opened);
			await actor.until('the comment says that the preview was removed', hasComment(closed, 'The preview was removed'));
			return acted(closed, seen);
		},
		checks: (result) => [
			wasHeard(result),
			oneComment(result, 'The preview was removed', ['The pull request was closed']),
			...(result.seenOnTheWay ?? []),
			...nothingLeft(result),
			...leavesProductionAlone(result),
		],
	},
	{
		name: 'preview-fork',
		story: 'a pull request from a fork: nothing is made for code that nobody has reviewed, and the comment says why',
		timeoutSeconds: 300,
		async play(actor) {
			const opened = await actor.pullRequests.open({ touches: [API, SITE] }, { isFork: true });
			await actor.until('the comment says that there is no preview', hasComment(opened, 'No preview'));
			return acted(opened);
		},
		checks: (result) => [
			wasHeard(result),
			oneComment(result, 'No preview: this pull request comes from a fork', ['no secrets, no database and no app']),
			...nothingLeft(result),
			...leavesProductionAlone(result),
		],
	},
];
