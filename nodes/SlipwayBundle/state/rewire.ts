import { isRecord } from '../../deployment/values/jsonFields';
import { type JsonRecord, readRecords, readString } from '../../deployment/values/jsonRecords';
import type { RemoteCredential } from '../api/types';

/** Portable id <-> the id in one n8n, with the name people see. */
export interface IdentityMap {
	readonly entries: ReadonlyArray<{
		readonly portableId: string;
		readonly instanceId: string;
		readonly name: string;
	}>;
}

/** What a push needs to know about the n8n it goes to. */
export interface InstanceIds {
	readonly workflows: IdentityMap;
	/** The portable id of a Data Table is its name. */
	readonly dataTables: IdentityMap;
	/** The instance's credential for a node's credential slot, or why there is none. */
	credentialFor(slot: CredentialSlot): { readonly credential: RemoteCredential } | { readonly missing: string };
}

export interface CredentialSlot {
	readonly type: string;
	/** Which of that type it is in the bundle: the type itself, or `<type>/<word>`. */
	readonly role: string;
	/** The name in the file, for example `Netlify`. */
	readonly name: string;
	readonly nodeId: string;
	readonly nodeName: string;
}

export interface RewiredWorkflow {
	readonly nodes: JsonRecord[];
	readonly settings: JsonRecord;
	/** One sentence per reference that nothing in this n8n answers to. */
	readonly missing: readonly string[];
}

/** Puts one n8n's ids in the place of the portable ones. */
export function toInstance(workflow: JsonRecord, settings: JsonRecord, ids: InstanceIds): RewiredWorkflow {
	const missing: string[] = [];
	const nodes = readRecords(workflow, 'nodes').map((node) => {
		const rewired: JsonRecord = { ...node };
		if (isRecord(node.parameters)) {
			rewired.parameters = mapLocators(node.parameters, (locator) => replaceLocator(locator, ids, 'toInstance'));
		}
		const slots = credentialSlots(node);
		if (slots.length > 0) {
			const credentials: JsonRecord = {};
			for (const slot of slots) {
				const found = ids.credentialFor(slot);
				if ('missing' in found) missing.push(`${found.missing} (node "${slot.nodeName}")`);
				else credentials[slot.type] = { id: found.credential.id, name: found.credential.name };
			}
			rewired.credentials = credentials;
		}
		return rewired;
	});
	const rewiredSettings = { ...settings };
	if (typeof settings.errorWorkflow === 'string') {
		const target = ids.workflows.entries.find((entry) => entry.portableId === settings.errorWorkflow);
		if (target) rewiredSettings.errorWorkflow = target.instanceId;
		else missing.push(`error workflow "${settings.errorWorkflow}" is not in the bundle`);
	}
	return { nodes, settings: rewiredSettings, missing };
}

/**
 * Puts the portable ids back. A credential becomes `{id: <role>, name}`, as `portableCredential` gives them for its
 * type and node.
 */
export function toPortable(
	workflow: JsonRecord,
	settings: JsonRecord,
	ids: Pick<InstanceIds, 'workflows' | 'dataTables'>,
	portableCredential: (slot: CredentialSlot) => { readonly id: string; readonly name: string },
): { readonly nodes: JsonRecord[]; readonly settings: JsonRecord } {
	const nodes = readRecords(workflow, 'nodes').map((node) => {
		const portable: JsonRecord = { ...node };
		if (isRecord(node.parameters)) {
			portable.parameters = mapLocators(node.parameters, (locator) => replaceLocator(locator, ids, 'toPortable'));
		}
		const slots = credentialSlots(node);
		if (slots.length > 0) {
			portable.credentials = Object.fromEntries(slots.map((slot) => [slot.type, portableCredential(slot)]));
		}
		return portable;
	});
	const portableSettings = { ...settings };
	const target = ids.workflows.entries.find((entry) => entry.instanceId === settings.errorWorkflow);
	if (target) portableSettings.errorWorkflow = target.portableId;
	return { nodes, settings: portableSettings };
}

/** The portable ids of the bundle's workflows that this one calls or names as its error workflow. */
export function referencedWorkflows(workflow: JsonRecord, portableIds: ReadonlySet<string>): string[] {
	const errorWorkflow = errorWorkflowOf(workflow, portableIds);
	const called = calledWorkflows(workflow, portableIds);
	return [...new Set([...called, ...(errorWorkflow === undefined ? [] : [errorWorkflow])])];
}

/**
 * The portable ids of the bundle's other workflows that this one calls: by *Execute Sub-workflow*, or by any other
 * node that names one in a locator, such as our *Run While Held*, of which n8n itself knows nothing.
 */
export function calledWorkflows(workflow: JsonRecord, portableIds: ReadonlySet<string>): string[] {
	const found = new Set<string>();
	for (const node of readRecords(workflow, 'nodes')) {
		mapLocators(node.parameters, (locator) => {
			if (typeof locator.value === 'string' && portableIds.has(locator.value)) found.add(locator.value);
			return locator;
		});
	}
	return [...found].filter((id) => id !== workflow.id);
}

/** The portable id of the bundle's workflow that runs when this one dies; undefined for none, or itself. */
export function errorWorkflowOf(workflow: JsonRecord, portableIds: ReadonlySet<string>): string | undefined {
	const id = isRecord(workflow.settings) ? workflow.settings.errorWorkflow : undefined;
	return typeof id === 'string' && portableIds.has(id) && id !== workflow.id ? id : undefined;
}

export function credentialSlots(node: JsonRecord): CredentialSlot[] {
	if (!isRecord(node.credentials)) return [];
	return Object.entries(node.credentials).map(([type, value]) => ({
		type,
		role: (isRecord(value) ? readString(value, 'id') : undefined) ?? type,
		name: isRecord(value) ? (readString(value, 'name') ?? '') : '',
		nodeId: readString(node, 'id') ?? '',
		nodeName: readString(node, 'name') ?? '',
	}));
}

/** Applies `change` to every resource locator (`__rl`) below `value`. */
function mapLocators(value: unknown, change: (locator: JsonRecord) => JsonRecord): unknown {
	if (Array.isArray(value)) return value.map((entry) => mapLocators(entry, change));
	if (!isRecord(value)) return value;
	if (value.__rl === true) return change(value);
	return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, mapLocators(entry, change)]));
}

function replaceLocator(
	locator: JsonRecord,
	ids: Pick<InstanceIds, 'workflows' | 'dataTables'>,
	direction: 'toInstance' | 'toPortable',
): JsonRecord {
	// Its link is a path of one instance; the editor makes it anew.
	const rest = { ...locator };
	delete rest.cachedResultUrl;
	// A locator by name is portable as it is, and one with an expression is the author's own affair.
	if (locator.mode !== 'list' && locator.mode !== 'id') return rest;
	const from = direction === 'toInstance' ? 'portableId' : 'instanceId';
	const to = direction === 'toInstance' ? 'instanceId' : 'portableId';
	const entry = [...ids.workflows.entries, ...ids.dataTables.entries].find(
		(candidate) => candidate[from] === locator.value,
	);
	if (!entry) return rest;
	return locator.mode === 'list'
		? { ...rest, value: entry[to], cachedResultName: entry.name }
		: { ...rest, value: entry[to] };
}
