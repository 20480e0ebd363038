import { isTrueAt, listAt, textAt, textsAt } from '../../values/jsonFields';
import { type AuditFinding, type FindingMaker, findingsOf } from '../auditFinding';
import { unseenReason } from '../unseen';

/** The Redis that locks live in, by what its INFO says, and the databases of the account. */
export function redisFindings(subject: string, seen: unknown, databases: unknown): AuditFinding[] {
	const make = findingsOf('redis', subject);
	const unseen = unseenReason(seen);
	const info = textAt(seen, 'result') ?? '';
	const eviction = unseen === '' && info !== '' ? evictionFinding(make, info) : null;
	return [eviction ?? evictionByList(make, unseen, databases), ...databaseFindings(subject, databases)];
}

/** Whichever of them holds the locks, where none evicts. */
function evictionByList(make: FindingMaker, unseen: string, databases: unknown): AuditFinding {
	const listed = listAt(databases, 'items');
	return isTrueAt(databases, 'ok') && listed.length > 0 && !listed.some((database) => isTrueAt(database, 'eviction'))
		? make.passed('eviction', 'No database of the account evicts keys when it is full')
		: make.unknown('eviction', `It could not be asked${unseen === '' ? '' : `: ${unseen}`}`);
}

function databaseFindings(subject: string, databases: unknown): AuditFinding[] {
	const unseen = unseenReason(databases);
	if (unseen !== '') {
		return [findingsOf('redis', subject).unknown('replication', `Upstash's databases could not be listed: ${unseen}`)];
	}
	return listAt(databases, 'items').map((database) => {
		const name = textAt(database, 'name') ?? textAt(database, 'id') ?? 'a database';
		const make = findingsOf('redis', `Upstash: ${name}`);
		const regions = textsAt(database, 'readRegions');
		const evicts = isTrueAt(database, 'eviction') ? '; it evicts keys when it is full, as a cache may' : '';
		return regions.length > 0
			? make.passed('replication', `It is replicated to ${regions.join(', ')}${evicts}`)
			: make.failed(
					'replication',
					`It is in ${textAt(database, 'primaryRegion') ?? 'one region'} alone${evicts}`,
					'Add a read region in Upstash; unless it holds the locks, which belong in one region',
				);
	});
}

function evictionFinding(make: FindingMaker, info: string): AuditFinding {
	const policy = fieldIn(info, 'maxmemory_policy');
	if (policy === 'noeviction') return make.passed('eviction', 'It evicts no key when it is full');
	const advice = 'Turn Eviction off in Upstash, or use a database of its own for the locks';
	return policy === ''
		? make.unknown('eviction', 'It does not tell whether it evicts keys when it is full', advice)
		: make.failed('eviction', `It evicts keys when it is full (${policy}), and locks with them`, advice, {
				isSevere: true,
			});
}

function fieldIn(info: string, name: string): string {
	return new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? '';
}
