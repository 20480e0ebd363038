import type { IDataObject } from 'n8n-workflow';

import type { RemovedThing } from '../state/removal';

/** First the whole, then an item for each thing. */
export function removedJson(things: readonly RemovedThing[]): IDataObject[] {
	const removed = things.filter(({ kind, change }) => kind === 'workflow' && change === 'removed').length;
	const problems = things.flatMap(({ name, problem }) => (problem === undefined ? [] : [`${name}: ${problem}`]));
	return [
		{
			kind: 'summary',
			message: removed === 0 ? 'nothing was removed' : `${removed} workflows removed`,
			removed,
			isComplete: problems.length === 0,
			leftToDo: problems,
		},
		...things.map(({ kind, name, change, problem }) => ({
			kind,
			name,
			change,
			problems: problem === undefined ? [] : [problem],
		})),
	];
}
