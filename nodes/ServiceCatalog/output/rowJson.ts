import type { IDataObject } from 'n8n-workflow';

import type { CatalogIssue, CatalogRow } from '../../deployment/catalog/catalogRow';
import { targetKeyOf } from '../../deployment/catalog/deploymentTarget';

/** What a workflow needs of a row to deploy, check or roll back its service. */
export function rowJson(row: CatalogRow, wave: number): IDataObject {
	return {
		service: row.service,
		displayName: row.displayName,
		environment: row.environment,
		platform: row.platform,
		target: row.target,
		context: row.context,
		lockKey: targetKeyOf(row),
		repository: row.repository,
		repositoryId: row.repositoryId,
		wave,
		healthUrl: row.healthUrl,
		versionUrl: row.versionUrl,
		dependsOn: [...row.dependsOn],
		enabled: row.enabled,
	};
}

/** An issue as items and errors have it; saved workflows read its text as `fault`. */
export function issueJson({ message, advice, ...place }: CatalogIssue) {
	return { ...place, fault: message, advice };
}
