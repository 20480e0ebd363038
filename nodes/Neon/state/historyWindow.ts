import type { NeonBranch, NeonProject } from '../api/types';
import type { Moment } from './moment';

/** How far this machine's clock may be from Neon's. */
const clockSkewMs = 60_000;

export interface HistoryWindow {
	/** Null when Neon does not say how long it keeps the history. */
	readonly historyFrom: string | null;
	readonly historyTo: string;
}

/** From when to when a branch can be restored. */
export function historyWindow(project: NeonProject, branch: NeonBranch, nowMs: number): HistoryWindow {
	const retentionSeconds = project.history_retention_seconds;
	const madeMs = branch.created_at ? Date.parse(branch.created_at) : -Infinity;
	return {
		historyFrom:
			retentionSeconds === undefined ? null : new Date(Math.max(madeMs, nowMs - retentionSeconds * 1000)).toISOString(),
		historyTo: new Date(nowMs).toISOString(),
	};
}

/** On which side of what a project keeps a timestamp lies; null within it, and for what only Neon can say. */
export function sideOfHistory(
	{ history_retention_seconds: retentionSeconds }: NeonProject,
	{ timestamp }: Moment,
	nowMs: number,
): 'past' | 'future' | null {
	if (timestamp === undefined) return null;
	const timeMs = Date.parse(timestamp);
	if (timeMs > nowMs + clockSkewMs) return 'future';
	const isTooOld = retentionSeconds !== undefined && timeMs < nowMs - retentionSeconds * 1000 - clockSkewMs;
	return isTooOld ? 'past' : null;
}

/** How long a project keeps its history, for a person: `7 days`. */
export function retentionText({ history_retention_seconds: seconds = 0 }: NeonProject): string {
	if (seconds >= 172_800) return `${Math.round(seconds / 86_400)} days`;
	return seconds >= 7_200 ? `${Math.round(seconds / 3_600)} hours` : `${Math.round(seconds / 60)} minutes`;
}
