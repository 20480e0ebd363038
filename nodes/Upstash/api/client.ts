import type { IAllExecuteFunctions, IExecuteFunctions, IPollFunctions } from 'n8n-workflow';

import { createPlatformClient, type Platform, type PlatformClient } from '../../shared/http/platformClient';
import { secretsIn } from '../../shared/http/platformCredentials';
import type { OperationContext } from '../../shared/operation/operation';
import { createRedisClient, type RedisClient } from './redis/redisClient';
import { failureKindOfRedis } from './redis/redisErrors';

const redis: Platform = {
	name: 'Upstash',
	credentialType: 'slipwayUpstashRedisApi',
	// Each database has its own address, so nothing could stand in for it.
	defaultBaseUrl: '(empty)',
	readFailureKind: ({ message }) => failureKindOfRedis(message),
	// What an execution holds is freed also when it is stopped.
	outlivesStop: true,
};

const management: Platform = {
	name: 'Upstash',
	credentialType: 'slipwayUpstashManagementApi',
	defaultBaseUrl: 'https://api.upstash.com/v2',
	// Some errors are a plain string in quotes (upstash.com/docs/devops/developer-api/introduction).
	readErrorMessage: (body) => (typeof body === 'string' && body !== '' ? body : undefined),
};

/** The database of the item's credential, over its REST API. */
export function upstashClient({ functions, itemIndex }: OperationContext): RedisClient {
	return redisClientFor(functions, itemIndex);
}

/** The same for a trigger that polls, which has no item. */
export function upstashClientForPoll(functions: IPollFunctions): RedisClient {
	return redisClientFor(functions, 0);
}

function redisClientFor(functions: IExecuteFunctions | IPollFunctions, itemIndex: number): RedisClient {
	return createRedisClient({
		connect: (readErrorMessage) => createPlatformClient({ ...redis, readErrorMessage }, functions, itemIndex),
		secrets: async () => secretsIn(await functions.getCredentials(redis.credentialType, itemIndex), redis),
	});
}

/** The management API of the account whose credential the item has. */
export function upstashManagementClient({ functions, itemIndex }: OperationContext): PlatformClient {
	return createPlatformClient(management, functions, itemIndex);
}

/** The same for pickers, which have no item. */
export function upstashManagementClientForPicker(functions: IAllExecuteFunctions): PlatformClient {
	return createPlatformClient(management, functions, 0);
}
