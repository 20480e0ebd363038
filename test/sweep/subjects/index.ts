import type { Subject } from '../subject';
import { approvals } from './approval';
import { backups } from './backups';
import { byHand } from './byHand';
import { dashboards } from './dashboards';
import { deadRun } from './deadRun';
import { failovers } from './failover';
import { jobs } from './jobs';
import { leftBehind } from './leftBehind';
import { platformTasks } from './platformTask';
import { previews } from './previews';
import { pullRequests } from './pullRequest';
import { releases } from './release';
import { restores } from './restore';

/** Everything that is swept. */
export const subjects: readonly Subject[] = [
	...platformTasks,
	...releases,
	...byHand,
	...previews,
	...jobs,
	...leftBehind,
	...deadRun,
	...approvals,
	...failovers,
	...backups,
	...restores,
	...dashboards,
	...pullRequests,
];

/** Raises when there is none of that name. */
export function subjectNamed(name: string): Subject {
	const found = subjects.find((subject) => subject.name === name);
	if (!found) throw new Error(`There is no subject "${name}"`);
	return found;
}
