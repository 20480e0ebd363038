import { isRecord, readString } from '../json';
import type { RemoteCredential, RemoteDataTable, RemoteWorkflow } from '../n8n/publicApiShapes';
import type { Bundle } from './bundle';
import type { CredentialSlot, IdentityMap, InstanceIds } from './rewire';

/** Makes the map between the bundle's portable ids and one n8n's. `remotes` is by portable id. */
export function instanceIds(options: {
	readonly bundle: Bundle;
	readonly remotes: ReadonlyMap<string, RemoteWorkflow>;
	readonly dataTables: readonly RemoteDataTable[];
	readonly credentials: readonly RemoteCredential[];
	/** Credential type -> the id the user asked for. */
	readonly chosen: ReadonlyMap<string, string>;
	/** The workflow being pushed as it is in that n8n: a credential chosen there stays. */
	readonly current: RemoteWorkflow | undefined;
}): InstanceIds {
	return {
		workflows: workflowIds(options.bundle, options.remotes),
		dataTables: dataTableIds(options.bundle, options.dataTables),
		credentialFor: (slot) => chooseCredential(slot, options),
	};
}

export function workflowIds(bundle: Bundle, remotes: ReadonlyMap<string, RemoteWorkflow>): IdentityMap {
	return {
		entries: bundle.workflows.flatMap((workflow) => {
			const remote = remotes.get(workflow.id);
			return remote ? [{ portableId: workflow.id, instanceId: remote.id, name: workflow.name }] : [];
		}),
	};
}

export function dataTableIds(bundle: Bundle, tables: readonly RemoteDataTable[]): IdentityMap {
	return {
		entries: tables
			.filter((table) => bundle.dataTables.has(table.name))
			.map((table) => ({ portableId: table.name, instanceId: table.id, name: table.name })),
	};
}

function chooseCredential(
	slot: CredentialSlot,
	options: Parameters<typeof instanceIds>[0],
): { credential: RemoteCredential } | { missing: string } {
	const ofType = options.credentials.filter((credential) => credential.type === slot.type);
	const chosenId = options.chosen.get(slot.type);
	if (chosenId !== undefined) {
		const chosen = ofType.find((credential) => credential.id === chosenId);
		return chosen
			? { credential: chosen }
			: { missing: `--credential ${slot.type}=${chosenId}: this n8n has no such credential of that type` };
	}
	const currentId = currentCredentialId(slot, options.current);
	const match =
		ofType.find((credential) => credential.id === currentId) ??
		only(ofType.filter((credential) => credential.name === slot.name)) ??
		only(ofType);
	if (match) return { credential: match };
	return {
		missing:
			ofType.length === 0
				? `no credential of type ${slot.type}: make one in n8n under Credentials`
				: `${ofType.length} credentials of type ${slot.type} (${ofType.map(({ id, name }) => `${name} = ${id}`).join(', ')}): choose with --credential ${slot.type}=<id>`,
	};
}

function currentCredentialId(slot: CredentialSlot, current: RemoteWorkflow | undefined): string | undefined {
	const node = current?.nodes.find((candidate) => candidate.id === slot.nodeId);
	const credentials = node?.credentials;
	const credential = isRecord(credentials) ? credentials[slot.type] : undefined;
	return isRecord(credential) ? readString(credential, 'id') : undefined;
}

function only<Item>(items: readonly Item[]): Item | undefined {
	return items.length === 1 ? items[0] : undefined;
}
