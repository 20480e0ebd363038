import { arnOf } from '../../account';
import { AwsError, invalidParameter } from '../../protocol/awsError';
import type { JsonObject } from '../../protocol/jsonInput';
import { compact, readFlag, readInteger, readText, readTexts } from '../../protocol/jsonInput';
import type { AwsOperations } from '../../protocol/operation';
import { pageOf } from '../../protocol/paging';
import type { LogEvent, LogStore, LogStream } from '../world';

const notFound = (what: 'group' | 'stream'): AwsError =>
	new AwsError('ResourceNotFoundException', `The specified log ${what} does not exist.`);

const badToken = (): AwsError => invalidParameter('The specified nextToken is invalid.');

/** An event as GetLogEvents gives it, with its stream for FilterLogEvents. */
interface FoundEvent {
	readonly stream: string;
	readonly event: LogEvent;
}

/** Plain words that must all occur, `-word` that must not, `?a ?b` of which one must; quotes keep spaces. */
function matchesPattern(pattern: string, message: string): boolean {
	const terms = pattern.match(/[-?]?"[^"]*"|\S+/g) ?? [];
	const read = (term: string): string => term.replace(/^[-?]/, '').replace(/^"|"$/g, '');
	const optional = terms.filter((term) => term.startsWith('?'));
	if (optional.length > 0) return optional.some((term) => message.includes(read(term)));
	return terms.every((term) => message.includes(read(term)) !== term.startsWith('-'));
}

/** Reading CloudWatch Logs: what the tasks of ECS wrote. */
export function logOperations(store: LogStore): AwsOperations {
	return {
		DescribeLogGroups: (input) => describeLogGroups(store, input),
		DescribeLogStreams: (input) => describeLogStreams(store, input),
		GetLogEvents: (input) => getLogEvents(store, input),
		FilterLogEvents: (input) => filterLogEvents(store, input),
	};
}

function describeLogGroups(store: LogStore, input: JsonObject): JsonObject {
	const prefix = readText(input, 'logGroupNamePrefix') ?? '';
	const page = pageOf(
		store.names().filter((name) => name.startsWith(prefix)),
		readInteger(input, 'limit') ?? 50,
		readText(input, 'nextToken'),
		badToken,
	);
	return compact({
		logGroups: page.items.map((name) => ({
			logGroupName: name,
			arn: arnOf('logs', `log-group:${name}:*`),
			logGroupArn: arnOf('logs', `log-group:${name}`),
		})),
		nextToken: page.nextToken,
	});
}

function describeLogStreams(store: LogStore, input: JsonObject): JsonObject {
	const prefix = readText(input, 'logStreamNamePrefix') ?? '';
	const lastEventMs = ({ events }: LogStream): number => events.at(-1)?.timestampMs ?? 0;
	const streams = [...groupOf(store, input).values()]
		.filter(({ name }) => name.startsWith(prefix))
		.sort((left, right) =>
			readText(input, 'orderBy') === 'LastEventTime'
				? lastEventMs(left) - lastEventMs(right)
				: left.name.localeCompare(right.name, 'en'),
		);
	if (readFlag(input, 'descending')) streams.reverse();
	const page = pageOf(streams, readInteger(input, 'limit') ?? 50, readText(input, 'nextToken'), badToken);
	return compact({
		logStreams: page.items.map((stream) =>
			compact({
				logStreamName: stream.name,
				creationTime: Math.round(stream.createdAtMs),
				firstEventTimestamp: stream.events[0]?.timestampMs,
				lastEventTimestamp: stream.events.at(-1)?.timestampMs,
				lastIngestionTime: stream.events.at(-1)?.timestampMs,
				arn: arnOf('logs', `log-group:${groupName(input)}:log-stream:${stream.name}`),
				storedBytes: 0,
			}),
		),
		nextToken: page.nextToken,
	});
}

function getLogEvents(store: LogStore, input: JsonObject): JsonObject {
	const stream = groupOf(store, input).get(readText(input, 'logStreamName') ?? '');
	if (!stream) throw notFound('stream');
	const events = stream.events.filter(inRange(input));
	const limit = readInteger(input, 'limit') ?? 10_000;
	// `f/<n>`: from event n on; `b/<n>`: those before event n. At an end the token stays the same.
	const token = /^([fb])\/(\d+)$/.exec(readText(input, 'nextToken') ?? '');
	if (!token && readText(input, 'nextToken') !== undefined) throw badToken();
	const at = Number(token?.[2] ?? 0);
	const fromHead = token ? token[1] === 'f' : readFlag(input, 'startFromHead');
	const start = fromHead ? at : Math.max(0, (token ? at : events.length) - limit);
	const end = fromHead ? Math.min(events.length, start + limit) : token ? at : events.length;
	return {
		events: events.slice(start, end).map(({ timestampMs, message }) => ({
			timestamp: timestampMs,
			message,
			ingestionTime: timestampMs,
		})),
		nextForwardToken: `f/${end}`,
		nextBackwardToken: `b/${start}`,
	};
}

function filterLogEvents(store: LogStore, input: JsonObject): JsonObject {
	const names = readTexts(input, 'logStreamNames');
	const prefix = readText(input, 'logStreamNamePrefix') ?? '';
	const pattern = readText(input, 'filterPattern') ?? '';
	const found: FoundEvent[] = [...groupOf(store, input).values()]
		.filter(({ name }) => (names.length > 0 ? names.includes(name) : name.startsWith(prefix)))
		.flatMap(({ name, events }) =>
			events
				.filter(inRange(input))
				.filter(({ message }) => matchesPattern(pattern, message))
				.map((event) => ({ stream: name, event })),
		)
		.sort((left, right) => left.event.id.localeCompare(right.event.id, 'en'));
	const page = pageOf(found, readInteger(input, 'limit') ?? 10_000, readText(input, 'nextToken'), badToken);
	return compact({
		events: page.items.map(({ stream, event }) => ({
			logStreamName: stream,
			timestamp: event.timestampMs,
			message: event.message,
			ingestionTime: event.timestampMs,
			eventId: event.id,
		})),
		searchedLogStreams: [],
		nextToken: page.nextToken,
	});
}

function groupName(input: JsonObject): string {
	const identifier = readText(input, 'logGroupIdentifier')?.replace(/^arn:.*:log-group:/, '');
	const name = readText(input, 'logGroupName') ?? identifier?.replace(/:\*$/, '');
	if (name === undefined) throw invalidParameter('logGroupName must not be empty.');
	return name;
}

function groupOf(store: LogStore, input: JsonObject): Map<string, LogStream> {
	const group = store.group(groupName(input));
	if (!group) throw notFound('group');
	return group;
}

function inRange(input: JsonObject): (event: LogEvent) => boolean {
	const startMs = readInteger(input, 'startTime') ?? Number.NEGATIVE_INFINITY;
	const endMs = readInteger(input, 'endTime') ?? Number.POSITIVE_INFINITY;
	return ({ timestampMs }) => timestampMs >= startMs && timestampMs < endMs;
}
