import type { IDataObject } from 'n8n-workflow';

import { jsonForItem, parseJsonAsWritten } from '../../../deployment/values/json';
import type { SecretValue } from '../../../shared/aws/secretValue';
import { choiceField, field, option, switchField, textField } from '../../../shared/fields/fields';
import { requiredText } from '../../../shared/fields/parameters';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { secretsManagerClient } from '../../api/client';
import type { VersionSelector } from '../../api/types';
import { readVersion } from '../../api/versions';
import { credentialDigest } from '../../fields/credentialDigest';
import { secretField } from '../../fields/locators';
import { versionJson } from '../../output/versionJson';

const versionBy = choiceField(
	'Version',
	'versionBy',
	[option('Current', 'current'), option('By ID', 'id'), option('By Stage', 'stage')],
	{ description: 'Which version to read' },
);

const stageText = textField('Stage', 'versionStage', { displayOptions: { show: { versionBy: ['stage'] } } });
const versionStage = field({ ...stageText, default: 'AWSPREVIOUS' }, (context) =>
	requiredText(context, 'versionStage', 'Stage'),
);

const idText = textField('Version ID', 'versionId', { displayOptions: { show: { versionBy: ['id'] } } });
const versionId = field(idText, (context) => requiredText(context, 'versionId', 'Version ID'));

const reveal = switchField(
	'Reveal',
	'reveal',
	'Whether to put the value itself into the output, and so into the execution record. A binary value comes as Base64.',
);

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a secret',
	description: 'Show the keys of a secret with short digests; its value only with Reveal',
	properties: [secretField, versionBy, versionStage, versionId, reveal],
	async execute(context) {
		const secretId = secretField.read(context);
		const selector = versionSelector(context);
		const version = await readVersion(await secretsManagerClient(context), secretId, selector);
		return {
			...versionJson(version, await credentialDigest(context)),
			...(reveal.read(context) && { value: revealed(version.value) }),
		};
	},
};

function versionSelector(context: OperationContext): VersionSelector {
	const by = versionBy.read(context);
	if (by === 'stage') return { versionStage: versionStage.read(context) };
	return by === 'id' ? { versionId: versionId.read(context) } : {};
}

/** Numbers that an item cannot hold exactly come as the string they were written with. */
function revealed(value: SecretValue): IDataObject | string {
	if (value.kind === 'binary') return value.bytes.toString('base64');
	const parsed = value.kind === 'keys' ? parseJsonAsWritten(value.text) : undefined;
	return parsed?.ok ? (jsonForItem(parsed.value) as IDataObject) : value.text;
}
