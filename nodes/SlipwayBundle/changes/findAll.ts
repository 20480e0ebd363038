import type { RemoteWorkflow } from '../api/types';
import type { Bundle } from '../state/bundle';
import { findExisting } from '../state/findExisting';
import type { LastPushes } from './lastPushes';

/** What an n8n has of a bundle, by portable id. */
export interface FoundWorkflows {
	readonly remotes: Map<string, RemoteWorkflow>;
	/** What a person archived there. */
	readonly archived: Map<string, RemoteWorkflow>;
}

/** Raises when two workflows answer to one of the bundle. */
export function findAll(bundle: Bundle, listed: readonly RemoteWorkflow[], lastPushes: LastPushes): FoundWorkflows {
	const found: FoundWorkflows = { remotes: new Map(), archived: new Map() };
	for (const workflow of bundle.workflows) {
		const existing = findExisting(workflow, bundle, listed, lastPushes.get(workflow.id)?.workflowId);
		if (existing) (existing.isArchived ? found.archived : found.remotes).set(workflow.id, existing);
	}
	return found;
}
