import { compact } from '../http/json';
import type { Snapshot } from '../model';
import { lsnOf } from '../world/logSequence';
import { time } from './fields';

export function presentSnapshot(snapshot: Snapshot): Record<string, unknown> {
	return compact({
		id: snapshot.id,
		name: snapshot.name,
		lsn: lsnOf(snapshot.atMs),
		timestamp: time(snapshot.atMs),
		source_branch_id: snapshot.sourceBranchId,
		created_at: time(snapshot.createdAtMs),
		expires_at: time(snapshot.expiresAtMs),
		manual: true,
	});
}
