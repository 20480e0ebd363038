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
	const images = new Set(
		readServiceCatalog(rows)
			.rows.filter(({ enabled, buildWorkflow }) => enabled && buildWorkflow !== '')
			.map(({ repository, buildWorkflow, branches: names }) => `${repository}/${buildWorkflow}@${names.join()}`),
	).size;
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
		{ cause: '40, once a day', count: 31, counted: 'one firing of its schedule a day' },
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
	];
}
