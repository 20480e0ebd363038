import type { IDataObject } from 'n8n-workflow';

import type { CatalogFault, CatalogRow } from '../deployment/catalogRow';

/** What a workflow needs of a row to deploy, check or roll back its service. */
export function rowFields(row: CatalogRow, wave: number): IDataObject {
	return {
		service: row.service,
		displayName: row.displayName,
		environment: row.environment,
		platform: row.platform,
		target: row.target,
		repository: row.repository,
		wave,
		healthUrl: row.healthUrl,
		versionUrl: row.versionUrl,
		dependsOn: [...row.dependsOn],
		enabled: row.enabled,
	};
}

export function faultFields(fault: CatalogFault): IDataObject {
	return { ...fault };
}
