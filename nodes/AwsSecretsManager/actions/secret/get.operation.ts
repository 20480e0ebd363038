import type { IDataObject } from 'n8n-workflow';

import { jsonForItem, parseJsonAsWritten } from '../../../deployment/values/json';
import type { Operation } from '../../../shared/operation/operation';
import { requiredText, switchParameter, textParameter } from '../../../shared/fields/parameters';
import { digestOf } from '../../digest';
import { secretParameter, secretProperty } from '../../locators';
import { maskedJson, readSecret } from '../../secrets';
import type { SecretValue } from '../../../shared/aws/secretValue';
import { secretsManagerOf } from '../../transport';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a secret',
	description: 'Show the keys of a secret with short digests; its value only with Reveal',
	properties: [
		secretProperty,
		{
			displayName: 'Version',
			name: 'versionBy',
			type: 'options',
			options: [
				{ name: 'By ID', value: 'id' },
				{ name: 'By Stage', value: 'stage' },
				{ name: 'Current', value: 'current' },
			],
			default: 'current',
			description: 'Which version to read',
		},
		{
			displayName: 'Stage',
			name: 'versionStage',
			type: 'string',
			default: 'AWSPREVIOUS',
			displayOptions: { show: { versionBy: ['stage'] } },
		},
		{
			displayName: 'Version ID',
			name: 'versionId',
			type: 'string',
			default: '',
			displayOptions: { show: { versionBy: ['id'] } },
		},
		{
			displayName: 'Reveal',
			name: 'reveal',
			type: 'boolean',
			default: false,
			description: 'Whether to put the value itself into the output, and so into the execution record. A binary value comes as Base64.',
		},
	],
	async execute(context) {
		const secretId = secretParameter(context);
		const versionBy = textParameter(context, 'versionBy');
		const selector =
			versionBy === 'stage'
				? { versionStage: requiredText(context, 'versionStage', 'Stage') }
				: versionBy === 'id'
					? { versionId: requiredText(context, 'versionId', 'Version ID') }
					: {};
		const secrets = await secretsManagerOf(context);
		const reading = await readSecret(secrets, secretId, selector);
		return {
			...maskedJson(reading, await digestOf(context)),
			...(switchParameter(context, 'reveal') && { value: revealed(reading.value) }),
		};
	},
};

/** Numbers that an item cannot hold exactly come as the text they were written with. */
function revealed(value: SecretValue): IDataObject | string {
	if (value.kind === 'binary') return value.bytes.toString('base64');
	const parsed = value.kind === 'keys' ? parseJsonAsWritten(value.text) : undefined;
	return parsed?.ok ? (jsonForItem(parsed.value) as IDataObject) : value.text;
}
