import type { UpstashDatabase } from '../api/types';

export function databaseName({ database_name: name, database_id: id }: UpstashDatabase): string {
	return name ?? id;
}

/** Whether it answers and nothing is being changed. */
export function isStable({ state, modifying_state: modifying }: UpstashDatabase): boolean {
	return state === 'active' && !modifying;
}

/** `active, updating-regions`: what one look at it shows. */
export function describeState({ state, modifying_state: modifying }: UpstashDatabase): string {
	return [state ?? 'no state', modifying].filter(Boolean).join(', ');
}
