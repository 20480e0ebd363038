import { failureOf, resultAt, sentences } from '../ledger/stepResult';
import { stringAt } from '../ledger/record';
import { isTrueAt } from '../values/jsonFields';

/** What the image of docs/backups.md means by its exit codes. */
const exitWords: Readonly<Record<number, string>> = {
	10: "Neon's API could not be asked for the copy's address. Look at the Neon key in the task's secret",
	11: 'The copy is the default branch, or protected, so nothing was restored into it. Look at what made it',
	12: 'The database does not answer. Look at the compute of the copy at Neon, and at the network of the task',
	13: "pg_dump failed. Read the task's log: the server may be newer than the image",
	14: 'The dump has no table in it. Look whether database_name and branch name the right database',
	15: "S3 refused it. Look at the task's role, and at the bucket's policy",
	16: 'The bucket is in another region than the task. Use one in the region of the AWS credential',
	17: 'The dump is not the one that was written down: its size or SHA-256 differs. Take another backup, and look at who may write to the bucket',
	18: "The dump could not be restored: it is damaged, or the server refused it. Read the task's log",
	19: "The rows could not be counted. Read the task's log",
	20: 'There is no such dump in the bucket. Look at the lifecycle rules of the bucket',
};

/** How the task ended: `running` goes on by itself. */
export interface TaskEnd {
	readonly state: 'ended' | 'running' | 'failed';
	/** Why it failed, with what to do about it. */
	readonly reason: string;
	readonly canRetry: boolean;
}

export function taskEndOf(item: unknown): TaskEnd {
	const task = resultAt(item, 'task');
	if (task?.ok === true) return { state: 'ended', reason: '', canRetry: false };
	const canRetry = isTrueAt(task, 'error', 'canRetry');
	if (task === null) return { state: 'failed', reason: 'The task was not started', canRetry: true };
	const failure = failureOf(task) ?? '';
	if (stringAt(task, 'state') === 'unknown') return { state: 'running', reason: failure, canRetry: true };
	const code = Number(/container backup exited with (\d+)/.exec(failure)?.[1] ?? 0);
	const words = exitWords[code];
	return { state: 'failed', reason: words ?? sentences('The task failed', failure), canRetry };
}
