import type { INodeProperties } from 'n8n-workflow';

/** What stands in for a value that must not be in an execution's data. */
export const masked = '***';

/** Reveal, for operations whose answer holds a password. `what` begins the sentence. */
export function revealProperty(what: string): INodeProperties {
	return {
		displayName: 'Reveal',
		name: 'reveal',
		type: 'boolean',
		default: false,
		description: `Whether to return ${what} as it is. Whoever may see the execution's data can then read it.`,
	};
}
