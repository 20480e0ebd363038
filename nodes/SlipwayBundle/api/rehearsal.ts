import { isRecord } from '../../deployment/values/jsonFields';
import type { N8nApi } from './n8nApi';
import type { RemoteWorkflow, WorkflowBody } from './types';

/**
 * The same n8n, of which everything is read and nothing is written: a write is answered as n8n would answer it. What
 * is planned with it is therefore what would be done, by the same code.
 */
export function rehearse(api: N8nApi): N8nApi {
	const made = new Map<string, RemoteWorkflow>();
	const nextId = (): string => `planned-${made.size + 1}`;
	const keep = (workflow: RemoteWorkflow): RemoteWorkflow => {
		made.set(workflow.id, workflow);
		return workflow;
	};
	const getWorkflow = async (id: string): Promise<RemoteWorkflow> => made.get(id) ?? (await api.getWorkflow(id));
	return {
		...api,
		getWorkflow,
		createWorkflow: async (body) => keep(savedWorkflow(nextId(), body, undefined)),
		updateWorkflow: async (id, body) => keep(savedWorkflow(id, body, await getWorkflow(id))),
		publishWorkflow: async (id) => keep({ ...(await getWorkflow(id)), active: true }),
		unpublishWorkflow: async (id) => keep({ ...(await getWorkflow(id)), active: false }),
		deleteWorkflow: async () => undefined,
		createCredential: async ({ name, type }) => ({ id: `planned-${type}-${name}`, name, type, updatedAt: undefined }),
		deleteCredential: async () => undefined,
		createDataTable: async ({ name, columns }) => ({ id: `planned-${name}`, name, columns }),
		addDataTableColumn: async () => undefined,
		deleteDataTable: async () => undefined,
		upsertRow: async () => undefined,
	};
}

/** A workflow as n8n would have it after this was saved. */
function savedWorkflow(id: string, body: WorkflowBody, before: RemoteWorkflow | undefined): RemoteWorkflow {
	const rest = isRecord(before?.raw) ? before.raw : {};
	return {
		id,
		name: body.name,
		active: before?.active ?? false,
		isArchived: false,
		versionId: 'planned',
		activeVersionId: before?.activeVersionId,
		nodes: body.nodes,
		raw: { ...rest, ...body, id, versionId: 'planned' },
	};
}
