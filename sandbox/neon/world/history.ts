import type { SandboxRequest } from '../../kernel/platform';
import { badRequest } from '../http/errors';
import { isoTime, parseTime } from '../http/time';
import type { Branch, Project } from '../model';
import { timeOfLsn } from './logSequence';

/** The first moment that a branch can be restored to, in milliseconds. */
export function earliestRestorableMs(project: Project, branch: Branch, nowMs: number): number {
	return Math.max(branch.createdAtMs, nowMs - project.historyRetentionSeconds * 1000);
}

/**
 * The moment that a timestamp or an LSN names; `undefined` when neither is given.
 * Raises 400 outside the branch's history window, and says the window.
 */
export function readMoment(
	project: Project,
	branch: Branch,
	nowMs: number,
	given: {
		readonly timestamp: string | undefined;
		readonly timestampName: string;
		readonly lsn: string | undefined;
		readonly lsnName: string;
	},
): number | undefined {
	const { timestamp, lsn, timestampName, lsnName } = given;
	if (timestamp !== undefined && lsn !== undefined) {
		throw badRequest(`only one of ${timestampName} and ${lsnName} can be given`);
	}
	if (timestamp === undefined && lsn === undefined) return undefined;
	const atMs = lsn === undefined ? parseTime(timestamp ?? '', timestampName) : timeOfLsn(lsn, lsnName);
	const earliestMs = earliestRestorableMs(project, branch, nowMs);
	if (atMs >= earliestMs && atMs <= nowMs) return atMs;
	throw badRequest(
		`${lsn === undefined ? timestampName : lsnName} ${lsn ?? timestamp ?? ''} is outside the history of branch ${branch.id}: ` +
			`it can be restored to a point from ${isoTime(earliestMs)} to ${isoTime(nowMs)} ` +
			`(history retention of the project: ${project.historyRetentionSeconds} seconds)`,
	);
}

/** `timestamp` and `lsn` of a query, with a prefix or without. */
export function queryMoment(
	project: Project,
	branch: Branch,
	nowMs: number,
	request: SandboxRequest,
	prefix = '',
): number | undefined {
	return readMoment(project, branch, nowMs, {
		timestamp: request.query.get(`${prefix}timestamp`) ?? undefined,
		timestampName: `${prefix}timestamp`,
		lsn: request.query.get(`${prefix}lsn`) ?? undefined,
		lsnName: `${prefix}lsn`,
	});
}
