import type { SandboxRequest, SandboxResponse } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { readBody, readString } from '../http/requestBody';
import { representDelivery } from '../present/delivery';
import { registryPackagePayload } from '../present/payloads/registryPackage';
import { namedRepository } from './namedRepository';

/** `POST /_sandbox/github/registry-packages`: publishes an image, as an event alone. */
export async function publishPackage(context: GitHubContext, request: SandboxRequest): Promise<SandboxResponse> {
	const body = readBody(request);
	const record = namedRepository(context, body);
	const payload = registryPackagePayload(context, record, {
		name: readString(body, 'name') ?? record.name,
		tag: readString(body, 'tag') ?? 'latest',
		digest: readString(body, 'digest') ?? `sha256:${context.services.ids.hex(64)}`,
	});
	const deliveries = await context.webhooks.emit(record, 'registry_package', payload);
	return { status: 201, body: { deliveries: deliveries.map(representDelivery), payload } };
}
