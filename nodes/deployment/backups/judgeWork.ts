import { failureOf, resultAt, sentences } from '../ledger/stepResult';
import { numberAt, textAt } from '../values/jsonFields';
import type { CopyWork } from './copyWork';
import { countDifferences, lostTables, readRowCounts, rowsIn } from './rowCounts';
import type { TaskNote } from './taskNote';

/** Whether work on a copy is done, and why not; `warning` is what a person must know all the same. */
export interface Judgement {
	readonly isDone: boolean;
	readonly reason: string;
	readonly warning: string;
}

const failed = (reason: string): Judgement => ({ isDone: false, reason, warning: '' });

/** A backup is proven by the object that lies in the bucket, not by the words of who put it there. */
export function judgeDump(item: unknown, work: CopyWork, note: TaskNote): Judgement {
	const { bucket, key, minimumBytes, counts } = work;
	const object = resultAt(item, 'object');
	if (object?.ok !== true) {
		return failed(sentences(`The dump ${key} could not be seen in ${bucket}`, failureOf(object) ?? 'S3 was not asked'));
	}
	const size = numberAt(object, 'sizeBytes') ?? 0;
	if (size < minimumBytes) {
		const floor = `The dump has ${size} bytes, and minimum_bytes is ${minimumBytes}`;
		return failed(sentences(floor, 'Look at the database: if it is that small, lower minimum_bytes'));
	}
	if (size !== note.bytes) {
		return failed(`The dump in S3 has ${size} of ${note.bytes} bytes: it is cut off. Run workflow 30 again`);
	}
	const difference = checksumDifference(object, note);
	if (difference !== null) return failed(difference);
	if (rowsIn(note.counts) === 0) {
		return failed('The dump has no row in any table. Look whether database_name and branch name the right database');
	}
	const lost = lostTables(readRowCounts(counts) ?? {}, note.counts);
	return { isDone: true, reason: '', warning: lost.length === 0 ? '' : `${lost.join(', ')} since the backup before` };
}

/** By what S3 keeps of the whole object: its SHA-256, or of one that came in parts its CRC-64. A checksum of parts says nothing. */
function checksumDifference(object: unknown, { sha256, crc64nvme }: TaskNote): string | null {
	const told = textAt(object, 'sha256');
	if (told !== null) {
		if (told === sha256) return null;
		return `The dump in S3 has SHA-256 ${told}, and the task noted ${sha256}: it is not what was dumped`;
	}
	const isWhole =
		textAt(object, 'checksum', 'algorithm') === 'CRC64NVME' && numberAt(object, 'checksum', 'parts') === null;
	const value = isWhole ? textAt(object, 'checksum', 'value') : null;
	if (value === null || crc64nvme === '') {
		return 'S3 keeps no checksum of the dump that the task noted, too, so nobody knows whether it is whole. Let the task upload it as docs/backups.md does';
	}
	return value === crc64nvme
		? null
		: `The dump in S3 has CRC-64 ${value}, and the task noted ${crc64nvme}: it is not what was dumped`;
}

/** What was restored has exactly the rows that were counted when the backup was made. */
export function judgeRestore(work: CopyWork, note: TaskNote): Judgement {
	const before = readRowCounts(work.counts);
	if (work.work === 'rewind') {
		const lost = before === null ? [] : lostTables(before, note.counts);
		return { isDone: true, reason: '', warning: lost.length === 0 ? '' : `${lost.join(', ')} by the newest backup` };
	}
	if (note.sha256 !== work.sha256) {
		return failed(`The dump that was restored has SHA-256 ${note.sha256}, and the backup had ${work.sha256}`);
	}
	if (before === null) return failed('Nobody wrote down how many rows the backup has, so nothing can be compared');
	const differences = countDifferences(before, note.counts);
	if (differences.length === 0) return { isDone: true, reason: '', warning: '' };
	return failed(`What was restored differs from the backup: ${differences.slice(0, 5).join(', ')}`);
}
