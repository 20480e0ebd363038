import { createPlatformClient, type Platform } from '../../shared/http/platformClient';
import { PlatformRequestError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import { attempt } from '../../shared/waiting/attempt';
import { createN8nApi, type N8nApi } from './n8nApi';
import { N8nApiError } from './types';

const n8n: Platform = {
	name: 'n8n',
	credentialType: 'slipwayN8nApi',
	defaultBaseUrl: 'http://localhost:5678',
};

/** n8n's own public API, with the credential of the item. */
export function n8nClient({ functions, itemIndex }: OperationContext): N8nApi {
	const client = createPlatformClient(n8n, functions, itemIndex);
	return createN8nApi(async (method, path, body) => {
		const sent = await attempt(
			client.request({ method, path: `/api/v1${path}`, ...(body !== undefined && { body: { ...body } }) }),
		);
		if (sent.ok) return sent.value.body;
		const { error } = sent;
		if (!(error instanceof PlatformRequestError)) throw error;
		throw new N8nApiError(error.message, error.status ?? undefined, { cause: error });
	});
}
