import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { secretsManagerClient } from '../../api/client';
import { describeSecret } from '../../api/secrets';
import { secretField } from '../../fields/locators';
import { secretJson } from '../../output/secretJson';

export const describe: Operation = {
	value: 'describe',
	name: 'Describe',
	action: 'Describe a secret',
	description: "Show a secret's stages, tags, rotation and times, without reading its value",
	properties: [secretField, simplifyProperty],
	async execute(context) {
		const secretId = secretField.read(context);
		const secrets = await secretsManagerClient(context);
		return secretJson(await describeSecret(secrets, secretId), !simplifyProperty.read(context));
	},
};
