import type { IDataObject } from 'n8n-workflow';

import { rowsDeployedBy } from '../../../deployment/catalog/secondDeployers';
import { readServiceCatalog } from '../../../deployment/catalog/serviceCatalog';
import type { CatalogRow } from '../../../deployment/catalog/catalogRow';
import { watchListOf } from '../../../deployment/catalog/watchList';
import { isRecord } from '../../../deployment/values/jsonFields';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { OperationFailure, PlatformRequestError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { gitHubClientForLook } from '../../api/client';
import { readIdentity, repositoryByNumber, repositoryFrom } from '../../api/repositories';
import { readDeployers } from '../../api/sights/deployers';
import { whyUnseen } from '../../api/sights/whyUnseen';
import { wholeTable } from '../../fields/ledgerRows';
import { incomingCatalogField } from '../../fields/tables';

export const checkRepositories: Operation = {
	value: 'checkRepositories',
	name: 'Check Repositories',
	action: 'Check the repositories of the catalog',
	description:
		'See whether the token reads every repository of the catalog, and which of their workflows of GitHub Actions deploy the same services by themselves',
	properties: [incomingCatalogField],
	async execute(context) {
		const table = wholeTable(incomingCatalogField.read(context), 'slipway_services').filter(isRecord);
		const { rows } = readServiceCatalog(table);
		const client = gitHubClientForLook(context);
		const repositories: IDataObject[] = [];
		const deployers: IDataObject[] = [];
		for (const [repository, { id, branches, releases }] of watchListOf(table)) {
			const look = { repository, id, branches: [...new Set([...branches, ...releases])] };
			const sight = await lookAt(client, look, rows);
			repositories.push(sight.repository);
			deployers.push(...sight.deployers);
		}
		if (repositories.length === 0) {
			throw new OperationFailure(
				'No row of the catalog that is on names a repository',
				'Enter one in slipway_services',
			);
		}
		return { repositories, deployers };
	},
};

interface Look {
	readonly repository: string;
	/** Empty where no row knows it. */
	readonly id: string;
	readonly branches: readonly string[];
}

async function lookAt(client: PlatformClient, { repository, id, branches }: Look, rows: readonly CatalogRow[]) {
	try {
		const named = repositoryFrom(repository);
		const identity = await readIdentity(client, id === '' ? named : repositoryByNumber(id, repository));
		const found = await readDeployers(client, repositoryByNumber(identity.id, repository), branches);
		return {
			repository: { repository, id: identity.id, isSeen: true, isCalled: identity.fullName, reason: '' },
			deployers: found.flatMap(({ branch, file, line, platform, what, target }): IDataObject[] => {
				const services = rowsDeployedBy({ platform, line, what, target }, repository, rows).map(
					({ service, environment }) => `${service}/${environment}`,
				);
				return services.length === 0 ? [] : [{ repository, branch, file, line, platform, what, services }];
			}),
		};
	} catch (error) {
		const reason = whyOnlyThis(error);
		return { repository: { repository, id, isSeen: false, isCalled: '', reason }, deployers: [] };
	}
}

/** Why this repository cannot be seen. @throws what would be the same for the next one, as a wrong token is. */
function whyOnlyThis(error: unknown): string {
	const { reason, isTransient: isAway } = whyUnseen(error);
	const status = error instanceof PlatformRequestError ? error.status : null;
	if (!isAway && status !== null && [403, 404, 409, 451].includes(status)) return reason;
	throw error;
}
