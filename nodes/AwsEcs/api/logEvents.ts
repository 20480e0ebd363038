import {
	FilterLogEventsCommand,
	GetLogEventsCommand,
	type FilteredLogEvent,
	type OutputLogEvent,
} from '@aws-sdk/client-cloudwatch-logs';

import type { CloudWatchLogs } from './types';

export interface LogLine {
	/** ISO 8601. */
	readonly at: string | null;
	readonly message: string;
}

/** A filter reads the log from its beginning: no further than this many pages. */
const maxFilterPages = 50;

export interface LogQuery {
	readonly group: string;
	readonly stream: string;
	readonly lines: number;
	/** Empty for all lines. */
	readonly pattern: string;
}

/** The last lines of a log stream, the oldest first. */
export async function readLogTail(logs: CloudWatchLogs, query: LogQuery): Promise<LogLine[]> {
	const events = query.pattern === '' ? await lastEvents(logs, query) : await lastMatchingEvents(logs, query);
	return events.map(lineOf);
}

async function lastEvents(logs: CloudWatchLogs, { group, stream, lines }: LogQuery): Promise<OutputLogEvent[]> {
	const { events = [] } = await logs.call(
		'GetLogEvents',
		async (client) =>
			await client.send(
				new GetLogEventsCommand({ logGroupName: group, logStreamName: stream, limit: lines, startFromHead: false }),
			),
	);
	return events;
}

async function lastMatchingEvents(logs: CloudWatchLogs, query: LogQuery): Promise<FilteredLogEvent[]> {
	let found: FilteredLogEvent[] = [];
	let nextToken: string | undefined;
	for (let page = 1; page <= maxFilterPages; page++) {
		const request = {
			logGroupName: query.group,
			logStreamNames: [query.stream],
			filterPattern: query.pattern,
			...(nextToken !== undefined && { nextToken }),
		};
		const answer = await logs.call(
			'FilterLogEvents',
			async (client) => await client.send(new FilterLogEventsCommand(request)),
		);
		found = [...found, ...(answer.events ?? [])].slice(-query.lines);
		nextToken = answer.nextToken;
		if (!nextToken) break;
	}
	return found;
}

function lineOf({ timestamp, message }: OutputLogEvent | FilteredLogEvent): LogLine {
	return {
		at: timestamp === undefined ? null : new Date(timestamp).toISOString(),
		message: (message ?? '').replace(/\n$/, ''),
	};
}
