import { isRecord } from '../../deployment/values/jsonFields';
import { type JsonRecord, readRecords, readString } from '../../deployment/values/jsonRecords';
import {
	N8nApiError,
	type RemoteCredential,
	type RemoteDataTable,
	type RemotePackage,
	type RemoteWorkflow,
} from './types';

export function unreadable(method: string, path: string): N8nApiError {
	return new N8nApiError(
		`${method} /api/v1${path}: the answer is not what n8n 2.41 gives. Check that the address is n8n's own.`,
		undefined,
	);
}

/** The text or number at `key`, as text. */
export function requireText(record: JsonRecord, key: string, what: string): string {
	const value = record[key];
	if (typeof value === 'string') return value;
	if (typeof value === 'number') return String(value);
	throw new N8nApiError(`n8n gave a ${what} without "${key}". Is it 2.41 or newer?`, undefined);
}

export function toWorkflow(answer: unknown): RemoteWorkflow {
	if (!isRecord(answer)) throw unreadable('GET', '/workflows');
	return {
		id: requireText(answer, 'id', 'workflow'),
		name: requireText(answer, 'name', 'workflow'),
		active: answer.active === true,
		isArchived: answer.isArchived === true,
		versionId: readString(answer, 'versionId'),
		activeVersionId: readString(answer, 'activeVersionId'),
		nodes: readRecords(answer, 'nodes'),
		raw: answer,
	};
}

export function toCredential(answer: unknown): RemoteCredential {
	if (!isRecord(answer)) throw unreadable('GET', '/credentials');
	return {
		id: requireText(answer, 'id', 'credential'),
		name: requireText(answer, 'name', 'credential'),
		type: requireText(answer, 'type', 'credential'),
		updatedAt: readString(answer, 'updatedAt'),
	};
}

export function toDataTable(answer: unknown): RemoteDataTable {
	if (!isRecord(answer)) throw unreadable('GET', '/data-tables');
	return {
		id: requireText(answer, 'id', 'Data Table'),
		name: requireText(answer, 'name', 'Data Table'),
		columns: readRecords(answer, 'columns').map((column) => ({
			name: requireText(column, 'name', 'column'),
			type: requireText(column, 'type', 'column'),
		})),
	};
}

export function toPackages(answer: unknown): RemotePackage[] {
	if (!Array.isArray(answer)) throw unreadable('GET', '/community-packages');
	return answer.filter(isRecord).map((record) => ({
		name: requireText(record, 'packageName', 'community package'),
		isBroken: record.failedLoading === true,
	}));
}
