import { switchField } from '../../../shared/fields/fields';
import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { secretsManagerClient } from '../../api/client';
import { listVersions } from '../../api/versions';
import { secretField } from '../../fields/locators';

const includeDeprecated = switchField(
	'Include Deprecated',
	'includeDeprecated',
	'Whether to list those too that no stage points to, which AWS may remove at any time',
);

export const versions: Operation = {
	value: 'versions',
	name: 'Versions',
	action: 'Get the versions of a secret',
	description: 'List the versions of a secret with their stages, the newest first, without their values',
	properties: [secretField, ...listProperties, includeDeprecated],
	async execute(context) {
		const secretId = secretField.read(context);
		const limit = limitParameter(context);
		const secrets = await secretsManagerClient(context);
		const found = await listVersions(secrets, secretId, includeDeprecated.read(context));
		return found
			.sort((left, right) => (right.CreatedDate?.getTime() ?? 0) - (left.CreatedDate?.getTime() ?? 0))
			.slice(0, limit)
			.map((version) => ({
				versionId: version.VersionId ?? null,
				stages: version.VersionStages ?? [],
				isCurrent: version.VersionStages?.includes('AWSCURRENT') === true,
				createdAt: version.CreatedDate?.toISOString() ?? null,
				accessedAt: version.LastAccessedDate?.toISOString() ?? null,
			}));
	},
};
