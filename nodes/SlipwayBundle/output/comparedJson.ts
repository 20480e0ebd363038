import type { IDataObject } from 'n8n-workflow';

import type { ComparedWorkflow } from '../state/comparison';

const MOST_LINES = 30;

/** An item for each workflow; of many differences the first ones. */
export function comparedJson(compared: readonly ComparedWorkflow[]): IDataObject[] {
	return compared.map(({ name, id, state, differences, chosen }) => ({
		kind: 'workflow',
		name,
		id: id ?? '',
		state,
		differences: shortened(differences),
		chosen: [...chosen],
	}));
}

function shortened(lines: readonly string[]): string[] {
	if (lines.length <= MOST_LINES) return [...lines];
	return [...lines.slice(0, MOST_LINES), `and ${lines.length - MOST_LINES} more`];
}
