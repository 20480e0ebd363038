import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

import { isRecord, type JsonRecord, readString } from '../json';
import type { PublicApi } from '../n8n/publicApi';
import type { DataTableColumn, RemoteWorkflow } from '../n8n/publicApiShapes';
import { canonicalText, portableSettings } from './canonical';
import { type Choices, withoutChoices } from './choices';

/** What the installer last put into an n8n (or took from it) for one workflow of the bundle. */
export interface LastPush {
	/** The workflow's id in that n8n. */
	readonly workflowId: string;
	/** The name that the file gave it then. */
	readonly name: string;
	/** `fingerprint` of what n8n held afterwards. */
	readonly content: string;
	/** SHA-256 of the file's text then. */
	readonly file: string;
	/** What the file chose then; undefined when a person has made the note unreadable. */
	readonly choices: Choices | undefined;
	/** False when it could not be published, or was not to be. */
	readonly isPublished: boolean;
}

/** Notes of last pushes, by portable id. They are kept in the n8n itself, so any machine and any clone finds them. */
export interface LastPushes {
	get(portableId: string): LastPush | undefined;
	/** Nothing is sent for a note that is there already. Raises N8nApiError when n8n does not take it, for example when its Data Tables are full. */
	write(portableId: string, push: LastPush): Promise<void>;
}

const TABLE = 'slipway_last_pushes';
const COLUMNS: readonly DataTableColumn[] = [
	{ name: 'workflow', type: 'string' },
	{ name: 'workflow_id', type: 'string' },
	{ name: 'name', type: 'string' },
	{ name: 'content', type: 'string' },
	{ name: 'file', type: 'string' },
	{ name: 'choices', type: 'string' },
	{ name: 'published', type: 'boolean' },
];

/** Reads the notes, and makes their Data Table when the first one is written. */
export async function openLastPushes(api: PublicApi): Promise<LastPushes> {
	let tableId = (await api.listDataTables()).find(({ name }) => name === TABLE)?.id;
	const notes = new Map<string, LastPush>();
	// Oldest first: of two rows for one workflow, the newer one counts.
	const rows = tableId === undefined ? [] : await api.listRows(tableId);
	for (const row of rows.sort((first, second) => Number(first.id) - Number(second.id))) {
		const portableId = readString(row, 'workflow');
		if (portableId !== undefined) notes.set(portableId, fromRow(row));
	}
	return {
		get: (portableId) => notes.get(portableId),
		async write(portableId, push) {
			if (isDeepStrictEqual(notes.get(portableId), push)) return;
			tableId ??= (await api.createDataTable({ name: TABLE, columns: COLUMNS })).id;
			await api.upsertRow(tableId, 'workflow', { workflow: portableId, ...toRow(push) });
			notes.set(portableId, push);
		},
	};
}

/**
 * What counts as "the same workflow" between two pushes: everything that is the bundle's. Not its name and choices, which
 * are a person's, nor its credentials, nor what n8n keeps about it.
 */
export function fingerprint(remote: RemoteWorkflow): string {
	const { nodes, settings } = withoutChoices({ nodes: remote.nodes, settings: portableSettings(remote.raw.settings) });
	const withoutCredentials = nodes.map((node) => ({ ...node, credentials: undefined }));
	return sha256(canonicalText({ ...remote.raw, id: '', name: '', nodes: withoutCredentials, settings }));
}

/** SHA-256 of a workflow file's canonical text. */
export function fileFingerprint(content: JsonRecord): string {
	return sha256(canonicalText(content));
}

function sha256(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}

function fromRow(row: JsonRecord): LastPush {
	return {
		workflowId: readString(row, 'workflow_id') ?? '',
		name: readString(row, 'name') ?? '',
		content: readString(row, 'content') ?? '',
		file: readString(row, 'file') ?? '',
		choices: parseChoices(readString(row, 'choices') ?? ''),
		isPublished: row.published === true || row.published === 1,
	};
}

function parseChoices(text: string): Choices | undefined {
	try {
		const choices: unknown = JSON.parse(text);
		return isRecord(choices) ? choices : undefined;
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

function toRow(push: LastPush): JsonRecord {
	return {
		workflow_id: push.workflowId,
		name: push.name,
		content: push.content,
		file: push.file,
		choices: JSON.stringify(push.choices ?? {}),
		published: push.isPublished,
	};
}
