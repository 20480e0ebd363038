import { randomUUID } from 'node:crypto';

import { requireKeys } from '../../../shared/aws/secretValue';
import { field, switchField, textField } from '../../../shared/fields/fields';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { ConfigurationError, OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { secretsManagerClient } from '../../api/client';
import type { SecretVersion } from '../../api/types';
import { putVerified } from '../../changes/putVerified';
import { readCurrent } from '../../changes/readCurrent';
import { readGivenValue } from '../../fields/givenValue';
import { secretField } from '../../fields/locators';
import { valueFields } from '../../fields/valueFields';
import type { GivenValue } from '../../state/givenValue';
import { compareKeys, type KeyChanges, storedText } from '../../state/keyChanges';

const keepSwitch = switchField(
	'Keep Other Keys',
	'keepOtherKeys',
	'Whether keys that are not given stay as they are. Off, the new value takes the place of the whole old one.',
);
const keepOtherKeysField = field(
	{ ...keepSwitch, default: true, displayOptions: { show: { valueFormat: ['keys', 'json'] } } },
	keepSwitch.read,
);

const onlyIfCurrent = textField('Only If Current', 'expectedVersionId', {
	placeholder: '={{ $json.versionId }}',
	description: 'The version that must be the current one: if somebody changed the secret since, nothing is written',
});

const newVersionText = textField('New Version ID', 'newVersionId', {
	description:
		'From 32 to 64 characters, such as a UUID: the same ID makes one version, however often this runs. Leave it empty for a new one.',
});
const newVersionField = field(newVersionText, (context) => {
	const token = newVersionText.read(context) || randomUUID();
	if (token.length >= 32 && token.length <= 64) return token;
	throw new ConfigurationError('The New Version ID must have 32 to 64 characters', 'Use a UUID, or leave it empty');
});

export const putValue: Operation = {
	value: 'putValue',
	name: 'Put Value',
	action: 'Put a value into a secret',
	description: 'Make a new current version of a secret; nothing is written when nothing is different',
	properties: [secretField, ...valueFields, keepOtherKeysField, onlyIfCurrent, newVersionField, dryRunProperty],
	async execute(context) {
		const secretId = secretField.read(context);
		const given = readGivenValue(context);
		const keepOtherKeys = keepOtherKeysField.read(context);
		const expected = onlyIfCurrent.read(context);
		const token = newVersionField.read(context);
		const secrets = await secretsManagerClient(context);
		const before = await readCurrent(secrets, secretId);
		if (expected !== '' && before.versionId !== expected && before.versionId !== token) {
			throw new OperationFailure(
				`The current version of secret ${before.name} is ${before.versionId || '(none)'}, not ${expected}, so nothing was written`,
				'Somebody changed it since: read it again, then decide',
			);
		}
		const changes = changesTo(before, given, keepOtherKeys);
		const text = storedText(given, before.value, keepOtherKeys);
		const known = { name: before.name, arn: before.arn, previousVersionId: before.versionId || null, ...changes };
		const isChanged = changes ? hasChange(changes) : before.value.kind === 'binary' || text !== before.value.text;
		if (dryRunProperty.read(context)) {
			return {
				dryRun: true,
				platform: 'awsSecretsManager',
				plan: { action: isChanged ? 'putValue' : 'none', ...known },
			};
		}
		if (!isChanged) return { ...known, versionId: before.versionId, stages: [...before.stages], isChanged };
		return { ...known, ...(await putVerified(secrets, before, text, token)), isChanged };
	},
};

function hasChange({ added, changed, removed }: KeyChanges): boolean {
	return added.length + changed.length + removed.length > 0;
}

/** How the keys differ; undefined where plain text comes or goes. */
function changesTo({ name, value }: SecretVersion, given: GivenValue, keepOtherKeys: boolean): KeyChanges | undefined {
	if (given.kind === 'text') return undefined;
	if (keepOtherKeys) return compareKeys(requireKeys(name, value), given, true);
	return value.kind === 'keys' ? compareKeys(value.members, given, false) : undefined;
}
