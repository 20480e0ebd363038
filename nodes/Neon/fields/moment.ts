import type { INodeProperties } from 'n8n-workflow';

import { option, requiredTextField } from '../../shared/fields/fields';
import { textParameter } from '../../shared/fields/parameters';
import { ConfigurationError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import type { Moment } from '../state/moment';
import { parseTimestamp, timestampField } from './timestamp';

const pointName = 'point';

const timestamp = timestampField('Timestamp', 'timestamp', {
	required: true,
	description: 'With a time zone, within the history window of the project',
	displayOptions: { show: { [pointName]: ['timestamp'] } },
});

const lsn = requiredTextField('LSN', 'lsn', {
	placeholder: '0/1DE2850',
	description: 'As pg_current_wal_lsn() returns it',
	displayOptions: { show: { [pointName]: ['lsn'] } },
});

/** Point in Time and the fields that go with it; `readMoment` reads them. `initial` is the point to begin with. */
export function momentProperties(what: string, initial: 'latest' | 'timestamp'): INodeProperties[] {
	return [
		{
			displayName: 'Point in Time',
			name: pointName,
			type: 'options',
			options: [
				option('Latest', 'latest', 'Everything up to now'),
				option('LSN', 'lsn', 'Up to a log sequence number'),
				option('Timestamp', 'timestamp', 'Up to a moment in the history window'),
			],
			default: initial,
			description: `Which state of ${what} to take`,
		},
		timestamp,
		lsn,
	];
}

/** @throws ConfigurationError for a timestamp without a time zone, or what is not an LSN. */
export function readMoment(context: OperationContext): Moment {
	const point = textParameter(context, pointName);
	if (point === 'timestamp') return { timestamp: timestamp.read(context) ?? parseTimestamp('', timestamp.displayName) };
	return point === 'lsn' ? { lsn: checkedLsn(lsn.read(context)) } : {};
}

function checkedLsn(entered: string): string {
	if (/^[0-9a-f]{1,8}\/[0-9a-f]{1,8}$/i.test(entered)) return entered;
	throw new ConfigurationError(
		`LSN "${entered}" is not a log sequence number`,
		'Use one such as 0/1DE2850, as SELECT pg_current_wal_lsn() returns it',
	);
}
