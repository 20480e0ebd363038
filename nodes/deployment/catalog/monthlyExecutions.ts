import { type CatalogRow, previewEnvironment } from './catalogRow';
import { readServiceCatalog } from './serviceCatalog';
import { watchListOf } from './watchList';

/** Executions of n8n Cloud's plan in a month that come from one cause, and how they are counted. */
export interface ExecutionCount {
	readonly cause: string;
	readonly count: number;
	readonly counted: string;
}

/** What a team of a handful does in a month of 21 working days. */
export const assumedUse = {
	workingDays: 21,
	pushesPerBranchAndDay: 4,
	/** Of the pushes to a branch, the share that touches one given image's service. */
	shareOfPushesPerImage: 1 / 3,
	/** Looks that GitHub Watch starts: a lost delivery, a branch that is due, a page to try again. */
	watchItemsPerDay: 2,
	formsPerMonth: 10,
	/** Opened, pushed to and closed, in each repository that has previews. */
	pullRequestsPerDay: 2,
	pushesPerPullRequest: 4,
	/** Of a service whose row asks for approvals. */
	approvalsPerServiceAndDay: 1,
	boardViewsPerDay: 5,
	/** The smallest plan of n8n Cloud. */
	plan: 2_500,
} as const;

/**
 * What the catalog costs of n8n Cloud's executions in a month: deliveries that the trigger lets through, one schedule
 * a day, what GitHub Watch starts, and forms. Sub-workflows, error workflows, runs by hand in the editor and polls
 * that find nothing cost none.
 */
export function monthlyExecutions(rows: ReadonlyArray<Readonly<Record<string, unknown>>>): ExecutionCount[] {
	const {
		workingDays,
		pushesPerBranchAndDay,
		shareOfPushesPerImage,
		watchItemsPerDay,
		formsPerMonth,
		boardViewsPerDay,
	} = assumedUse;
	const watched = [...watchListOf(rows).values()];
	const branches = watched.reduce((sum, { branches: names, releases }) => sum + names.length + releases.length, 0);
	const enabled = readServiceCatalog(rows).rows.filter((row) => row.enabled);
	const deployed = enabled.filter((row) => !isPreview(row));
	const images = imagesOf(deployed);
	const pushes = workingDays * pushesPerBranchAndDay;
	return [
		{
			cause: '01, a push',
			count: branches * pushes,
			counted: `${branches} branches, ${pushesPerBranchAndDay} pushes on each of ${workingDays} working days`,
		},
		{
			cause: '01, the build of an image ended',
			count: Math.round(images * pushes * shareOfPushesPerImage),
			counted: `${images} images, each touched by one push in three`,
		},
		...previewCounts(enabled),
		{ cause: '40, once a day', count: 31, counted: 'one firing of its schedule a day' },
		{ cause: '09, 41 and 42', count: 0, counted: '40 calls them, deployments call 09: sub-workflows cost nothing' },
		{
			cause: '08, GitHub Watch found something',
			count: 31 * watchItemsPerDay,
			counted: `${watchItemsPerDay} polls a day that start an execution; all others start none`,
		},
		{
			cause: '10, a look at the board',
			count: workingDays * boardViewsPerDay,
			counted: `${boardViewsPerDay} views on each of ${workingDays} working days`,
		},
		{ cause: '05, a form', count: formsPerMonth, counted: `${formsPerMonth} forms a month` },
		approvalCount(deployed),
	];
}

/** A pull request costs what is delivered of it and lets something change: the page docs/costs.md says how to have less. */
function previewCounts(enabled: readonly CatalogRow[]): ExecutionCount[] {
	const { workingDays, pullRequestsPerDay, pushesPerPullRequest } = assumedUse;
	const previews = enabled.filter(isPreview);
	const repositories = new Set(previews.map(({ repository }) => repository)).size;
	const pulls = repositories * workingDays * pullRequestsPerDay;
	const images = imagesOf(previews);
	return [
		{
			cause: '43, a pull request',
			count: pulls * (pushesPerPullRequest + 1),
			counted: `repositories with previews: ${repositories}; ${pullRequestsPerDay} pull requests on each of ${workingDays} working days, each with ${pushesPerPullRequest} pushes (the first opens it) and a close`,
		},
		{
			cause: '43, the build of its image ended',
			count: images * workingDays * pullRequestsPerDay * pushesPerPullRequest,
			counted: `images of previews: ${images}; built for each of these pushes`,
		},
		{
			cause: '08, a preview is due',
			count: pulls,
			counted: 'one look at each pull request: an image is late, or a database is about to expire',
		},
	];
}

function approvalCount(deployed: readonly CatalogRow[]): ExecutionCount {
	const { workingDays, approvalsPerServiceAndDay } = assumedUse;
	const asking = deployed.filter(({ approval }) => approval !== '').length;
	return {
		cause: '12, an approval',
		count: asking * workingDays * approvalsPerServiceAndDay,
		counted: `services that ask for one: ${asking}; ${approvalsPerServiceAndDay} on each of ${workingDays} working days`,
	};
}

const isPreview = ({ environment }: CatalogRow): boolean => environment.toLowerCase() === previewEnvironment;

function imagesOf(rows: readonly CatalogRow[]): number {
	return new Set(
		rows
			.filter(({ buildWorkflow }) => buildWorkflow !== '')
			.map(({ repository, buildWorkflow, branches }) => `${repository}/${buildWorkflow}@${branches.join()}`),
	).size;
}
