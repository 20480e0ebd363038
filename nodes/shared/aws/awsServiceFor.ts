import { createHash } from 'node:crypto';

import type { IAllExecuteFunctions, ICredentialDataDecryptedObject } from 'n8n-workflow';

import { awsCredentialType, readAwsAccess } from './awsAccess';
import { type AwsService, type AwsServiceKind, createAwsService } from './awsService';
import { sendThroughNode } from './nodeHttp';

/** Services by run and credential: a role is assumed once for all items of a run. They end with the run. */
const known = new WeakMap<object, Map<string, unknown>>();

/** A service of AWS with the credential of an item; pickers, which have none, pass 0. */
export async function awsServiceFor<Client>(
	kind: AwsServiceKind<Client>,
	context: IAllExecuteFunctions,
	itemIndex: number,
): Promise<AwsService<Client>> {
	const data = await context.getCredentials<ICredentialDataDecryptedObject>(awsCredentialType, itemIndex);
	const digest = createHash('sha256').update(JSON.stringify(data)).digest('hex');
	const key = `${kind.name} ${digest}`;
	const services = known.get(context) ?? new Map<string, unknown>();
	known.set(context, services);
	const existing = services.get(key);
	if (isServiceOf(existing, kind)) return existing;
	const service = createAwsService(kind, readAwsAccess(data), sendThroughNode(context, kind.requestTimeoutMs));
	services.set(key, service);
	return service;
}

/** The key holds the kind's name, which stands for its client's type. */
function isServiceOf<Client>(value: unknown, kind: AwsServiceKind<Client>): value is AwsService<Client> {
	return typeof value === 'object' && value !== null && Reflect.get(value, 'name') === kind.name;
}
