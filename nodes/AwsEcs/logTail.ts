import {
	FilterLogEventsCommand,
	GetLogEventsCommand,
	type FilteredLogEvent,
	type OutputLogEvent,
} from '@aws-sdk/client-cloudwatch-logs';

import type { CloudWatchLogs } from './transport';

export interface LogLine {
	/** ISO 8601. */
	readonly at: string | null;
	readonly message: string;
}

/** A filter reads the log from its beginning: no further than this many pages. */
const maxFilterPages = 50;

/** The last lines of a log stream, the oldest first. */
export async function readLogTail(
	logs: CloudWatchLogs,
	wanted: {
		readonly group: string;
		readonly stream: string;
		readonly lines: number;
		/** Empty for all lines. */
		readonly pattern: string;
	},
): Promise<LogLine[]> {
	if (wanted.pattern === '') {
		const { events = [] } = await logs.call('GetLogEvents', async (client) =>
			await client.send(
				new GetLogEventsCommand({
					logGroupName: wanted.group,
					logStreamName: wanted.stream,
					limit: wanted.lines,
					startFromHead: false,
				}),
			),
		);
		return events.map(lineOf);
	}
	let found: FilteredLogEvent[] = [];
	let token: string | undefined;
	for (let page = 1; page <= maxFilterPages; page++) {
		const nextToken = token;
		const answer = await logs.call('FilterLogEvents', async (client) =>
			await client.send(
				new FilterLogEventsCommand({
					logGroupName: wanted.group,
					logStreamNames: [wanted.stream],
					filterPattern: wanted.pattern,
					...(nextToken !== undefined && { nextToken }),
				}),
			),
		);
		found = [...found, ...(answer.events ?? [])].slice(-wanted.lines);
		token = answer.nextToken;
		if (!token) break;
	}
	return found.map(lineOf);
}

function lineOf({ timestamp, message }: OutputLogEvent | FilteredLogEvent): LogLine {
	return {
		at: timestamp === undefined ? null : new Date(timestamp).toISOString(),
		message: (message ?? '').replace(/\n$/, ''),
	};
}
