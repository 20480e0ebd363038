import { readRecords, readString } from '../json';
import type { PublicApi } from '../n8n/publicApi';
import type { RemoteWorkflow } from '../n8n/publicApiShapes';
import { type Bundle, type BundledWorkflow, writeBundledWorkflow } from './bundle';
import { portableSettings } from './canonical';
import { findExisting } from './findExisting';
import { dataTableIds, workflowIds } from './instanceIds';
import { credentialSlots, type CredentialSlot, toPortable } from './rewire';

export interface PulledWorkflow {
	readonly file: string;
	readonly name: string;
	readonly change: 'written' | 'unchanged' | 'absent';
}

/**
 * Brings edits made in n8n's editor back into the bundle's files, in canonical form: portable ids,
 * no credential ids, nothing of the instance. The draft is what is pulled, as the editor shows it.
 */
export async function pullBundle(options: {
	readonly api: PublicApi;
	readonly bundle: Bundle;
	readonly only?: string;
	readonly onEvent?: (text: string) => void;
}): Promise<PulledWorkflow[]> {
	const { api, bundle } = options;
	const say = options.onEvent ?? (() => undefined);
	const listed = await api.listWorkflows();
	const remotes = new Map<string, RemoteWorkflow>();
	for (const workflow of bundle.workflows) {
		const existing = findExisting(workflow, bundle, listed);
		if (existing) remotes.set(workflow.id, existing.remote);
	}
	const tables = bundle.dataTables.size === 0 ? [] : await api.listDataTables();
	const ids = {
		workflows: workflowIds(bundle, remotes),
		dataTables: dataTableIds(bundle, tables),
	};
	const pulled: PulledWorkflow[] = [];
	for (const workflow of bundle.workflows) {
		if (options.only !== undefined && ![workflow.id, workflow.name, workflow.file].includes(options.only)) {
			continue;
		}
		const remote = remotes.get(workflow.id);
		if (!remote) {
			say(`${workflow.file}: "${workflow.name}" is not in this n8n, file left as it is`);
			pulled.push({ file: workflow.file, name: workflow.name, change: 'absent' });
			continue;
		}
		const portable = toPortable(remote.raw, portableSettings(remote.raw.settings), ids, (slot) =>
			credentialName(slot, workflow, bundle),
		);
		const isWritten = await writeBundledWorkflow(bundle.folder, workflow.file, {
			...remote.raw,
			...portable,
			id: workflow.id,
			name: workflow.name,
		});
		say(`${workflow.file}: ${isWritten ? 'written' : 'no change'}`);
		pulled.push({ file: workflow.file, name: workflow.name, change: isWritten ? 'written' : 'unchanged' });
	}
	if (pulled.length === 0) throw new Error(`--only ${options.only ?? ''}: the bundle has no such workflow.`);
	return pulled;
}

/** The name the file gave this slot, else the manifest's for the type: never the instance's. */
function credentialName(slot: CredentialSlot, workflow: BundledWorkflow, bundle: Bundle): string {
	const node = readRecords(workflow.content, 'nodes').find(
		(candidate) => readString(candidate, 'id') === slot.nodeId,
	);
	const known = node ? credentialSlots(node).find((candidate) => candidate.type === slot.type) : undefined;
	return known?.name ?? bundle.credentialNames.get(slot.type) ?? slot.type;
}
