import { createHash } from 'node:crypto';

import { parseJson } from '../../deployment/values/json';
import { isRecord } from '../../deployment/values/jsonFields';
import { type JsonRecord, readString } from '../../deployment/values/jsonRecords';
import type { RemoteWorkflow } from '../api/types';
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

/** A row of the notes. */
export function fromRow(row: JsonRecord): LastPush {
	return {
		workflowId: readString(row, 'workflow_id') ?? '',
		name: readString(row, 'name') ?? '',
		content: readString(row, 'content') ?? '',
		file: readString(row, 'file') ?? '',
		choices: parseChoices(readString(row, 'choices') ?? ''),
		isPublished: row.published === true || row.published === 1,
	};
}

/** Undefined when a person has made it unreadable. */
function parseChoices(text: string): Choices | undefined {
	const read = parseJson(text);
	return read.ok && isRecord(read.value) ? read.value : undefined;
}

/** A note as its row, without the workflow that it is about. */
export function toRow(push: LastPush): JsonRecord {
	return {
		workflow_id: push.workflowId,
		name: push.name,
		content: push.content,
		file: push.file,
		choices: JSON.stringify(push.choices ?? {}),
		published: push.isPublished,
	};
}
