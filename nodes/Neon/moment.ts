import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { clock } from '../shared/waiting/clock';
import { OperationFailure, PlatformRequestError } from '../shared/operation/errors';
import { textField } from '../shared/fields/fields';
import type { OperationContext } from '../shared/operation/operation';
import { requiredText, textParameter } from '../shared/fields/parameters';
import { branchName } from './branches';
import { projectName } from './projects';
import type { NeonBranch, NeonProject } from './types';

/** A point in a branch's history. Without either: its latest state. */
export interface Moment {
	readonly timestamp?: string;
	readonly lsn?: string;
}

/** How far this machine's clock may be from Neon's. */
const clockSkewMs = 60_000;

/** Point in Time and the fields that go with it. `initial` is the one to begin with. */
export function momentProperties(what: string, initial: 'latest' | 'timestamp'): INodeProperties[] {
	return [
		{
			displayName: 'Point in Time',
			name: 'point',
			type: 'options',
			options: [
				{ name: 'Latest', value: 'latest', description: 'Everything up to now' },
				{ name: 'LSN', value: 'lsn', description: 'Up to a log sequence number of Postgres' },
				{ name: 'Timestamp', value: 'timestamp', description: 'Up to a moment in the history window' },
			],
			default: initial,
			description: `Which state of ${what} to take`,
		},
		pointProperty(
			'Timestamp',
			'timestamp',
			'2026-01-31T12:00:00Z',
			'With its time zone, and within the history window of the project',
		),
		pointProperty(
			'LSN',
			'lsn',
			'0/1DE2850',
			'A log sequence number, as pg_current_wal_lsn() gives it',
		),
	];
}

/** The field for one value of Point in Time, which is its name. */
function pointProperty(
	displayName: string,
	name: string,
	placeholder: string,
	description: string,
): INodeProperties {
	return textField(displayName, name, {
		required: true,
		placeholder,
		description,
		displayOptions: { show: { point: [name] } },
	});
}

/** @throws OperationFailure for a timestamp without a time zone or an LSN that is none. */
export function momentParameter(context: OperationContext): Moment {
	const point = textParameter(context, 'point');
	if (point === 'timestamp') {
		return { timestamp: timestampParameter(context, 'timestamp', 'Timestamp') };
	}
	if (point !== 'lsn') return {};
	const lsn = requiredText(context, 'lsn', 'LSN');
	if (/^[0-9a-f]{1,8}\/[0-9a-f]{1,8}$/i.test(lsn)) return { lsn };
	throw new OperationFailure(
		`LSN "${lsn}" is not a log sequence number`,
		'Give one such as 0/1DE2850, as SELECT pg_current_wal_lsn() returns it',
	);
}

/** A moment as Neon takes it, from a text or from a date of an expression. @throws OperationFailure without a time zone. */
export function timestampParameter(context: OperationContext, name: string, label: string): string {
	const value: unknown = context.functions.getNodeParameter(name, context.itemIndex, '');
	return parseTimestamp(value, label);
}

export function parseTimestamp(value: unknown, label: string): string {
	const text = textOfDate(value);
	const isWhole = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s?(Z|[+-]\d\d:?\d\d)$/i.test(text);
	const timeMs = isWhole ? Date.parse(text.replace(' ', 'T').replace(' ', '')) : NaN;
	if (!Number.isNaN(timeMs)) return new Date(timeMs).toISOString();
	throw new OperationFailure(
		text === '' ? `${label} is empty` : `${label} "${text}" is not a moment with a time zone`,
		'Give one such as 2026-01-31T12:00:00Z or 2026-01-31T13:00:00+01:00; an expression can end in .toISO()',
	);
}

function textOfDate(value: unknown): string {
	if (value instanceof Date) return value.toISOString();
	if (typeof value === 'object' && value !== null && 'toISO' in value) {
		// A luxon date, which $now and $today are.
		const { toISO } = value;
		return typeof toISO === 'function' ? String(toISO.call(value)) : '';
	}
	return typeof value === 'string' ? value.trim() : '';
}

export function isLatest(moment: Moment): boolean {
	return moment.timestamp === undefined && moment.lsn === undefined;
}

/** A moment as the fields of a request, each with that in front: `parent_timestamp`. */
export function momentFields({ timestamp, lsn }: Moment, prefix = ''): IDataObject {
	return {
		...(timestamp !== undefined && { [`${prefix}timestamp`]: timestamp }),
		...(lsn !== undefined && { [`${prefix}lsn`]: lsn }),
	};
}

/** For the plan of a dry run. */
export function momentJson(moment: Moment): IDataObject | string {
	return isLatest(moment) ? 'latest' : { ...moment };
}

/** @throws OperationFailure, with the window, for a timestamp that the project keeps no history of. */
export function requireWithinHistory(
	project: NeonProject,
	branch: NeonBranch,
	moment: Moment,
): void {
	if (moment.timestamp === undefined) return;
	const timeMs = Date.parse(moment.timestamp);
	const retentionSeconds = project.history_retention_seconds;
	const isFuture = timeMs > clock.now() + clockSkewMs;
	const isTooOld =
		retentionSeconds !== undefined &&
		timeMs < clock.now() - retentionSeconds * 1000 - clockSkewMs;
	if (isFuture || isTooOld) {
		throw outsideHistory(project, branch, moment, isFuture ? 'it is in the future' : '');
	}
}

/** What Neon's refusal means where a moment was asked for: any 4xx that is about it, in words that hold the window. */
export function explainMoment(
	error: unknown,
	project: NeonProject,
	branch: NeonBranch,
	moment: Moment,
): unknown {
	if (isLatest(moment) || !(error instanceof PlatformRequestError)) return error;
	const isAboutIt =
		(error.status === 400 || error.status === 422 || error.status === 404) &&
		/timestamp|lsn|histor|retention|window|restor|point/i.test(error.vendorMessage);
	if (!isAboutIt) return error;
	return outsideHistory(project, branch, moment, `Neon says: ${error.vendorMessage}`, error);
}

function outsideHistory(
	project: NeonProject,
	branch: NeonBranch,
	moment: Moment,
	why: string,
	cause?: unknown,
): OperationFailure {
	const { historyFrom, historyTo } = historyWindow(project, branch);
	const named = moment.timestamp ?? moment.lsn ?? '';
	const window =
		historyFrom === null
			? `Neon does not say how long the history of project ${projectName(project)} is`
			: `the history of branch ${branchName(branch)} goes from ${historyFrom} to ${historyTo} (Neon keeps ${durationText(project.history_retention_seconds ?? 0)} in project ${projectName(project)})`;
	return new OperationFailure(
		`${named} is not in the history of branch ${branchName(branch)}: ${window}${why ? `. ${why}` : ''}`,
		'Choose a moment in that window, or restore a snapshot; a longer window can be set in the project\'s settings and holds from then on',
		{ historyFrom, historyTo },
		cause === undefined ? undefined : { cause },
	);
}

/** From when to when a branch can be gone back to. */
export function historyWindow(
	project: NeonProject,
	branch: NeonBranch,
): { readonly historyFrom: string | null; readonly historyTo: string } {
	const nowMs = clock.now();
	const retentionSeconds = project.history_retention_seconds;
	const madeMs = branch.created_at ? Date.parse(branch.created_at) : -Infinity;
	return {
		historyFrom:
			retentionSeconds === undefined
				? null
				: new Date(Math.max(madeMs, nowMs - retentionSeconds * 1000)).toISOString(),
		historyTo: new Date(nowMs).toISOString(),
	};
}

function durationText(seconds: number): string {
	if (seconds >= 172_800) return `${Math.round(seconds / 86_400)} days`;
	return seconds >= 7_200 ? `${Math.round(seconds / 3_600)} hours` : `${Math.round(seconds / 60)} minutes`;
}
