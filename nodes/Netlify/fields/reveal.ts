import type { INodeProperties } from 'n8n-workflow';
import { switchField } from '../../shared/fields/fields';

/** What stands in for a value that must not be in an execution's data. */
export const masked = '***';

/** Reveal, for operations whose answer holds what only few may know. `what` begins the sentence. */
export function revealProperty(what: string): INodeProperties {
	return switchField(
		'Reveal',
		'reveal',
		`Whether to return ${what} as it is. Whoever may see the execution's data can then read it.`,
	);
}
