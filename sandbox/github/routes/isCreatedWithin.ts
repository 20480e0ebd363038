import type { WorkflowRunRecord } from '../model';

/** GitHub's search syntax for dates: `>=2026-01-01T00:00:00Z`, `<...`, `from..to` or a day. */
export function isCreatedWithin(run: WorkflowRunRecord, created: string | null): boolean {
	if (created === null) return true;
	const second = Math.floor(run.createdAtMs / 1000) * 1000;
	const [from, to] = created.split('..');
	if (to !== undefined) {
		const fromMs = from === '*' ? -Infinity : Date.parse(from ?? '');
		const toMs = to === '*' ? Infinity : Date.parse(to);
		return second >= fromMs && second <= toMs;
	}
	const compared = /^(>=|<=|>|<)(.+)$/.exec(created);
	const atMs = Date.parse(compared?.[2] ?? '');
	switch (compared?.[1]) {
		case '>=':
			return second >= atMs;
		case '<=':
			return second <= atMs;
		case '>':
			return second > atMs;
		case '<':
			return second < atMs;
		default:
			return new Date(run.createdAtMs).toISOString().startsWith(created);
	}
}
