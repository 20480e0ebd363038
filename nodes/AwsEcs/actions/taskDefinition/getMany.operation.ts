import { nameInArn } from '../../../shared/aws/arn';
import { choiceField, option, textField } from '../../../shared/fields/fields';
import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { ecsClient } from '../../api/client';
import { listTaskDefinitions } from '../../api/taskDefinitions';

const familyField = textField('Family', 'family', {
	placeholder: 'nanda-workers',
	description: 'Only revisions of this family; leave it empty for all',
});

const statusField = choiceField('Status', 'status', [option('Active', 'ACTIVE'), option('Inactive', 'INACTIVE')], {
	description: 'Inactive ones were deregistered',
});

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many task definitions',
	description: 'List the revisions of one family, or of all, the newest first',
	properties: [familyField, statusField, ...listProperties],
	async execute(context) {
		const family = familyField.read(context);
		const status = statusField.read(context);
		const limit = limitParameter(context);
		const arns = await listTaskDefinitions(await ecsClient(context), { family, status }, limit);
		return arns.map((arn) => {
			const version = nameInArn(arn);
			const colon = version.lastIndexOf(':');
			return {
				version,
				arn,
				family: version.slice(0, colon),
				revision: Number(version.slice(colon + 1)),
				status,
			};
		});
	},
};
