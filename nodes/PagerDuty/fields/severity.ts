import type { INodeProperties } from 'n8n-workflow';

import { cutText } from '../../deployment/values/text';
import { option } from '../../shared/fields/fields';
import type { OperationContext } from '../../shared/operation/operation';
import type { Adjustments } from '../state/adjustments';
import { type Severity, severityOf } from '../state/severity';

export const severityProperty: INodeProperties = {
	displayName: 'Severity',
	name: 'severity',
	type: 'options',
	options: [
		option('Critical', 'critical'),
		option('Error', 'error'),
		option('Info', 'info'),
		option('Warning', 'warning'),
	],
	default: 'critical',
	description:
		'From an expression, words of other tools work too (high, fatal, P1); an unknown one pages as an error and says so',
};

/** Unknown words page as an error: somebody looks, and the details say what was given. */
export function severityParameter({ functions, itemIndex }: OperationContext, adjustments: Adjustments): Severity {
	const given: unknown = functions.getNodeParameter('severity', itemIndex, '');
	const severity = severityOf(given);
	if (severity !== undefined) return severity;
	const words = typeof given === 'string' ? cutText(given.trim(), 60) : '';
	adjustments.note(
		`The severity ${words === '' ? 'was empty' : `"${words}" is not one of critical, error, warning and info`}: it went out as error`,
	);
	return 'error';
}
