import type { IDataObject } from 'n8n-workflow';

import { cutText } from '../../../deployment/values/text';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { collectionParameter, requiredText } from '../../../shared/fields/parameters';
import { Adjustments } from '../../state/adjustments';
import { linksParameter, linksProperty, webAddress } from '../../fields/links';
import { patienceProperty } from '../../fields/keepTrying';
import { customDetailsProperty, maxTextLength, summaryParameter, withDetails } from '../../fields/payload';
import { severityOf } from '../../state/severity';
import { dedupKeyParameter, dedupKeyProperty } from '../../fields/dedupKey';
import { sendAlertEvent } from './sendAlertEvent';

export const trigger: Operation = {
	value: 'trigger',
	name: 'Trigger',
	action: 'Trigger an alert',
	description: 'Page whoever is on call, once for each deduplication key until it is resolved',
	properties: [
		dedupKeyProperty,
		{
			displayName: 'Summary',
			name: 'summary',
			type: 'string',
			default: '',
			required: true,
			description: 'What happened, in one line; it becomes the title of the page',
		},
		{
			displayName: 'Source',
			name: 'source',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'paintbox.candlefish.ai',
			description: 'What is affected: a host, a service or an address',
		},
		{
			displayName: 'Severity',
			name: 'severity',
			type: 'options',
			options: [
				{ name: 'Critical', value: 'critical' },
				{ name: 'Error', value: 'error' },
				{ name: 'Info', value: 'info' },
				{ name: 'Warning', value: 'warning' },
			],
			default: 'critical',
			description:
				'From an expression, other words are understood, too (high, fatal, P1); one that nobody knows pages as an error and says so',
		},
		linksProperty,
		customDetailsProperty,
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Class',
					name: 'class',
					type: 'string',
					default: '',
					description: 'Kind of event, such as "deploy failed"',
				},
				{ displayName: 'Client', name: 'client', type: 'string', default: 'Slipway' },
				{
					displayName: 'Client URL',
					name: 'client_url',
					type: 'string',
					default: '',
					description: 'Where the page links back to',
				},
				{ displayName: 'Component', name: 'component', type: 'string', default: '' },
				{ displayName: 'Group', name: 'group', type: 'string', default: '' },
			],
		},
		patienceProperty,
	],
	async execute(context) {
		const adjustments = new Adjustments();
		const { client, client_url: clientUrl, ...classification } = collectionParameter(context, 'additionalFields');
		const payload: IDataObject = {
			summary: summaryParameter(context, adjustments),
			source: adjustments.cut(requiredText(context, 'source', 'Source'), maxTextLength, 'Source'),
			severity: severityParameter(context, adjustments),
			...boundedFields(classification, adjustments),
		};
		const body: IDataObject = {
			event_action: 'trigger',
			dedup_key: dedupKeyParameter(context, adjustments),
			links: linksParameter(context, adjustments),
			...boundedFields({ client }, adjustments),
			...clientAddress(clientUrl, adjustments),
		};
		return await sendAlertEvent(context, withDetails(context, body, payload, adjustments), adjustments);
	},
};

/** Unknown words page as an error: somebody looks, and the details say what was given. */
function severityParameter({ functions, itemIndex }: OperationContext, adjustments: Adjustments): string {
	const given: unknown = functions.getNodeParameter('severity', itemIndex, '');
	const severity = severityOf(given);
	if (severity !== undefined) return severity;
	const words = typeof given === 'string' ? cutText(given.trim(), 60) : '';
	adjustments.note(
		`The severity ${words === '' ? 'was empty' : `"${words}" is none of critical, error, warning and info`}: it went out as error`,
	);
	return 'error';
}

/** The fields that say something, as texts within PagerDuty's limit. */
function boundedFields(fields: IDataObject, adjustments: Adjustments): IDataObject {
	return Object.fromEntries(
		Object.entries(fields).flatMap(([name, value]) => {
			const text = value === null || value === undefined || typeof value === 'object' ? '' : String(value).trim();
			return text === '' ? [] : [[name, adjustments.cut(text, maxTextLength, name)]];
		}),
	);
}

function clientAddress(value: unknown, adjustments: Adjustments): IDataObject {
	if (value === undefined || value === null || value === '') return {};
	const address = webAddress(value);
	if (address === undefined) adjustments.note('Client URL was left out: it is not a web address');
	return address === undefined ? {} : { client_url: address };
}
