import type { IDataObject } from 'n8n-workflow';

import { readCatalogRow } from '../../../deployment/catalog/catalogRow';
import { isRecord, numberAt } from '../../../deployment/values/jsonFields';
import type { PlatformClient } from '../../../shared/http/platformClient';
import type { Operation } from '../../../shared/operation/operation';
import { gitHubClientForLook } from '../../api/client';
import { readIdentity, repositoryFrom } from '../../api/repositories';
import { whyUnseen } from '../../api/sights/whyUnseen';
import { wholeTable } from '../../fields/ledgerRows';
import { incomingCatalogField } from '../../fields/tables';

export const findRepositoryIds: Operation = {
	value: 'findRepositoryIds',
	name: 'Find Repository IDs',
	action: 'Find the repository ids that the catalog lacks',
	description:
		"Give an item for each row of the catalog without repository_id, with GitHub's number of its repository, by which it is found under any later name. What GitHub does not tell now gives no item.",
	properties: [incomingCatalogField],
	async execute(context) {
		const table = wholeTable(incomingCatalogField.read(context), 'slipway_services').filter(isRecord);
		const lacking = table.flatMap((row, index) => {
			const { repository, repositoryId } = readCatalogRow(row, index + 1).row;
			const hasNone = (row.repository_id ?? '') === '' && repositoryId === null;
			return hasNone && repository !== '' ? [{ id: numberAt(row, 'id'), repository }] : [];
		});
		const client = gitHubClientForLook(context);
		const ids = new Map<string, string>();
		for (const repository of new Set(lacking.map((row) => row.repository))) {
			ids.set(repository, await idOf(client, repository));
		}
		return lacking
			.map(({ id, repository }): IDataObject => ({ id, repository, repositoryId: ids.get(repository) ?? '' }))
			.filter(({ repositoryId }) => repositoryId !== '');
	},
};

/** Empty where GitHub does not tell it: it is asked for again the next day. */
async function idOf(client: PlatformClient, repository: string): Promise<string> {
	try {
		return (await readIdentity(client, repositoryFrom(repository))).id;
	} catch (error) {
		whyUnseen(error);
		return '';
	}
}
