import type { IAllExecuteFunctions } from 'n8n-workflow';

import { createPlatformClient, type Platform, type PlatformClient } from '../../shared/http/platformClient';
import type { OperationContext } from '../../shared/operation/operation';
import { sqlAddressIn, type SqlClient } from './selectOne';

const neon: Platform = {
	name: 'Neon',
	credentialType: 'slipwayNeonApi',
	defaultBaseUrl: 'https://console.neon.tech/api/v2',
};

export function neonClient({ functions, itemIndex }: OperationContext): PlatformClient {
	return createPlatformClient(neon, functions, itemIndex);
}

/** For pickers, which have no item. */
export function neonClientForPicker(functions: IAllExecuteFunctions): PlatformClient {
	return createPlatformClient(neon, functions, 0);
}

/** For SQL over HTTPS, which goes to a branch's own compute: Neon's API key is not part of it. */
export async function neonSqlClient({ functions, itemIndex }: OperationContext): Promise<SqlClient> {
	const { sqlUrl } = await functions.getCredentials(neon.credentialType, itemIndex);
	return {
		address: sqlAddressIn(sqlUrl, await neonClient({ functions, itemIndex }).baseUrl()),
		send: async (request) => await functions.helpers.httpRequest({ ...request, disableFollowRedirect: true }),
	};
}
