import { isRecord } from '../../deployment/values/jsonFields';
import { readString } from '../../deployment/values/jsonRecords';
import type { RemoteCredential, RemoteDataTable, RemoteWorkflow } from '../api/types';
import type { Advice } from './advice';
import type { Bundle } from './bundle';
import type { CredentialSlot, IdentityMap, InstanceIds } from './rewire';
import { isUnused, unusedName } from './standIn';

/** Makes the map between the bundle's portable ids and one n8n's. `remotes` is by portable id. */
export function instanceIds(options: {
	readonly bundle: Bundle;
	readonly remotes: ReadonlyMap<string, RemoteWorkflow>;
	readonly dataTables: readonly RemoteDataTable[];
	readonly credentials: readonly RemoteCredential[];
	/** Credential role -> the id the user asked for. */
	readonly chosen: ReadonlyMap<string, string>;
	readonly advice: Advice;
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

/**
 * The one that was asked for, else the one chosen there, else the one of that name. A slot of the type's own role takes
 * the only one of its type as well; another role never does, since that one may do more. One that only stands in for what
 * is not used comes last of all.
 */
export function chooseCredential(
	slot: CredentialSlot,
	options: Pick<Parameters<typeof instanceIds>[0], 'bundle' | 'credentials' | 'chosen' | 'current' | 'advice'>,
): { credential: RemoteCredential } | { missing: string; isAmbiguous?: boolean } {
	const ofType = options.credentials.filter((credential) => credential.type === slot.type);
	const chosenId = options.chosen.get(slot.role);
	if (chosenId !== undefined) {
		const chosen = ofType.find((credential) => credential.id === chosenId);
		return chosen
			? { credential: chosen }
			: { missing: `--credential ${slot.role}=${chosenId}: this n8n has no such credential of that type` };
	}
	const currentId = currentCredentialId(slot, options.current);
	const others = namesOfOtherRoles(slot, options.bundle);
	const real = ofType.filter((credential) => !isUnused(credential));
	const candidates = slot.role === slot.type ? real.filter(({ name }) => !others.includes(name)) : [];
	const match =
		real.find((credential) => credential.id === currentId) ??
		only(real.filter((credential) => credential.name === slot.name)) ??
		only(candidates) ??
		ofType.find(({ name }) => name === unusedName(slot.name));
	if (match) return { credential: match };
	const list = ofType.map(({ id, name }) => `${name} = ${id}`).join(', ');
	const { advice } = options;
	if (slot.role !== slot.type) {
		return {
			missing: `no credential of type ${slot.type} with the name "${slot.name}": ${advice.missingCredential(slot.role, list)}`,
		};
	}
	if (candidates.length === 0) {
		return { missing: `no credential of type ${slot.type}: ${advice.missingCredential(slot.role, '')}` };
	}
	return {
		missing: `${candidates.length} credentials of type ${slot.type} (${list}): ${advice.ambiguousCredential(slot.role, slot.name)}`,
		isAmbiguous: true,
	};
}

function namesOfOtherRoles({ role, type }: CredentialSlot, { credentialNames }: Bundle): string[] {
	return [...credentialNames]
		.filter(([other]) => other !== role && (other === type || other.startsWith(`${type}/`)))
		.map(([, name]) => name);
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
