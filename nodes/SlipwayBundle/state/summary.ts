import type { PushReport } from './pushReport';

export interface Summary {
	readonly message: string;
	readonly counts: {
		readonly workflows: number;
		readonly created: number;
		readonly updated: number;
		readonly edited: number;
		readonly published: number;
		readonly live: number;
	};
	/** What a person has to do, in the order in which to do it. */
	readonly leftToDo: readonly string[];
}

/** A push in a few words; a plan tells of what would be. */
export function summaryOf({ workflows, dataTables, credentials }: PushReport, isPlan: boolean): Summary {
	const countOf = (is: (workflow: (typeof workflows)[number]) => boolean): number => workflows.filter(is).length;
	const counts = {
		workflows: workflows.length,
		created: countOf(({ change }) => change === 'created'),
		updated: countOf(({ change }) => change === 'updated'),
		edited: countOf(({ change }) => change === 'edited'),
		published: countOf(({ publication }) => publication === 'published'),
		live: countOf(({ publication }) => publication === 'published' || publication === 'kept'),
	};
	const made = credentials.filter(({ change }) => change === 'created').length;
	const changes = [
		[counts.created, 'workflows created'],
		[counts.updated, 'workflows updated'],
		[counts.published, 'workflows published'],
		[dataTables.length, 'changes of Data Tables'],
		[made, 'credentials made, for you to fill in'],
	] as const;
	const told = changes.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
	const done = told.length === 0 ? 'nothing changes' : told.join(', ');
	const edits = counts.edited > 0 ? `; ${counts.edited} edited by a person and left as they are` : '';
	return {
		message: `${isPlan ? 'It would be: ' : ''}${done}${edits}`,
		counts,
		leftToDo: leftToDoOf({ workflows, credentials }),
	};
}

function leftToDoOf({ workflows, credentials }: Pick<PushReport, 'workflows' | 'credentials'>): string[] {
	const toFillIn = credentials.filter(({ change }) => change === 'created' || change === 'toFillIn');
	const waiting = workflows.filter(({ problems }) => problems.length > 0);
	const isNew = workflows.some(({ change }) => change === 'created');
	return [
		...toFillIn.map(
			({ name, type }) => `Fill in the credential "${name}" (${type}), or leave it empty if you do not use it`,
		),
		...credentials.flatMap(({ problem }) => (problem === undefined ? [] : [problem])),
		...waiting.map(({ name, problems }) => `${name}: ${problems.join('; ')}`),
		...(waiting.length > 0 ? ['Then run this again'] : []),
		...(isNew ? ['Run "Slipway 00: Set up" in the editor: it tests the credentials and fills the catalog'] : []),
	];
}
