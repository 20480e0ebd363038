import type { INodeProperties } from 'n8n-workflow';

import { switchProperty } from './properties';

/** What stands in for a value that must not be in an execution's data. */
export const masked = '***';

/** Reveal, for operations whose answer holds a password. `what` begins the sentence. */
export function revealProperty(what: string): INodeProperties {
	return switchProperty(
		'Reveal',
		'reveal',
		false,
		`Whether to return ${what} as it is. Whoever may see the execution's data can then read it.`,
	);
}
