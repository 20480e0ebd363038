import type { Subject } from '../subject';
import { byHand } from './byHand';
import { jobs } from './jobs';
import { platformTasks } from './platformTask';
import { previews } from './previews';
import { releases } from './release';

/** Everything that is swept. */
export const subjects: readonly Subject[] = [...platformTasks, ...releases, ...byHand, ...previews, ...jobs];

/** Raises when there is none of that name. */
export function subjectNamed(name: string): Subject {
	const found = subjects.find((subject) => subject.name === name);
	if (!found) throw new Error(`There is no subject "${name}"`);
	return found;
}
