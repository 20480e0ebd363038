import type { CommitStatusRecord, RepositoryRecord } from '../model';

/** The newest status of each context of a commit, newest first. */
export function latestStatuses(record: RepositoryRecord, sha: string): CommitStatusRecord[] {
	const latest = new Map<string, CommitStatusRecord>();
	for (const status of record.commitStatuses) {
		if (status.sha === sha) latest.set(status.context, status);
	}
	return [...latest.values()].reverse();
}

/** `failure` if any failed, `pending` if any is pending or there is none, else `success`. */
export function combinedState(statuses: readonly CommitStatusRecord[]): string {
	if (statuses.some(({ state }) => state === 'failure' || state === 'error')) return 'failure';
	if (statuses.length === 0 || statuses.some(({ state }) => state === 'pending')) return 'pending';
	return 'success';
}

/** What each status context and check run of a commit says, as a deployment's contexts are judged. */
export function combinedContexts(record: RepositoryRecord, sha: string): Map<string, string> {
	const contexts = new Map<string, string>();
	for (const status of latestStatuses(record, sha)) contexts.set(status.context, status.state);
	for (const run of record.checkRuns) {
		if (run.sha !== sha) continue;
		const isGreen = ['success', 'neutral', 'skipped'].includes(run.conclusion ?? '');
		contexts.set(run.name, run.status !== 'completed' ? 'pending' : isGreen ? 'success' : 'failure');
	}
	return contexts;
}
