import type { Operation } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import { secretParameter, secretProperty } from '../../locators';
import { secretJson } from '../../secretJson';
import { describeSecret } from '../../secrets';
import { secretsManagerOf } from '../../transport';

export const describe: Operation = {
	value: 'describe',
	name: 'Describe',
	action: 'Describe a secret',
	description: 'Show a secret\'s stages, tags, rotation and times, without reading its value',
	properties: [secretProperty, simplifyProperty],
	async execute(context) {
		const secretId = secretParameter(context);
		const secrets = await secretsManagerOf(context);
		return secretJson(await describeSecret(secrets, secretId), !switchParameter(context, 'simplify'));
	},
};
