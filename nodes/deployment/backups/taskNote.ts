import { stringAt } from '../ledger/record';
import { parseJson } from '../values/json';
import { isRecord, numberAt, valueAt } from '../values/jsonFields';
import { readRowCounts, type RowCounts } from './rowCounts';

/** What the task notes in S3 as the last thing it does (docs/backups.md). */
export interface TaskNote {
	readonly action: string;
	/** The branch's id at Neon that it worked on. */
	readonly branch: string;
	/** Of the dump that it made or restored; 0 and empty where there is none. */
	readonly bytes: number;
	readonly sha256: string;
	/** CRC-64/NVME in Base64, of a dump that was uploaded in parts; empty else. */
	readonly crc64nvme: string;
	readonly counts: RowCounts;
	/** The server's version. */
	readonly server: string;
	/** Where the copy's log stood. */
	readonly lsn: string;
	readonly finishedAt: string;
}

/** A note's text; null for what is none. */
export function readTaskNote(text: unknown): TaskNote | null {
	const read = typeof text === 'string' ? parseJson(text) : { ok: true as const, value: text };
	if (!read.ok || !isRecord(read.value)) return null;
	const note = read.value;
	const counts = readRowCounts(valueAt(note, 'tables'));
	if (numberAt(note, 'version') !== 1 || counts === null) return null;
	return {
		action: stringAt(note, 'action'),
		branch: stringAt(note, 'branch'),
		bytes: numberAt(note, 'bytes') ?? 0,
		sha256: stringAt(note, 'sha256').toLowerCase(),
		crc64nvme: stringAt(note, 'crc64nvme'),
		counts,
		server: stringAt(note, 'server'),
		lsn: stringAt(note, 'lsn'),
		finishedAt: stringAt(note, 'finishedAt'),
	};
}
