import type { IAllExecuteFunctions } from 'n8n-workflow';

import { createPlatformClient, type Platform, type PlatformClient } from '../../shared/http/platformClient';
import { ConfigurationError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';

const temporal: Platform = {
	name: 'Temporal',
	credentialType: 'slipwayTemporalApi',
	baseUrlEnding: '/api/v1',
	defaultBaseUrl: 'http://127.0.0.1:7243',
};

const temporalCloud: Platform = {
	name: 'Temporal Cloud',
	credentialType: 'slipwayTemporalCloudApi',
	defaultBaseUrl: 'https://saas-api.tmprl.cloud',
	// The vendor asks for it with every request (github.com/temporalio/cloud-api, README).
	headers: { 'temporal-cloud-api-version': 'v0.19.1' },
};

/** A server's HTTP API. @throws ConfigurationError for the address of Temporal Cloud, which has none. */
export async function temporalClient({ functions, itemIndex }: OperationContext): Promise<PlatformClient> {
	return await serverClient(temporal, functions, itemIndex);
}

/** For operations that change what runs: after a person stopped the execution they still see what became of it. */
export async function temporalClientForDeploying(context: OperationContext): Promise<PlatformClient> {
	return await serverClient({ ...temporal, outlivesStop: true }, context.functions, context.itemIndex);
}

/** For pickers, which have no item. */
export async function temporalClientForPicker(functions: IAllExecuteFunctions): Promise<PlatformClient> {
	return await serverClient(temporal, functions, 0);
}

export function temporalCloudClient({ functions, itemIndex }: OperationContext): PlatformClient {
	return createPlatformClient(temporalCloud, functions, itemIndex);
}

export function temporalCloudClientForPicker(functions: IAllExecuteFunctions): PlatformClient {
	return createPlatformClient(temporalCloud, functions, 0);
}

const cloudHost = /(?:^|\.)(?:tmprl\.cloud|api\.temporal\.io)$/;

async function serverClient(
	platform: Platform,
	functions: IAllExecuteFunctions,
	itemIndex: number,
): Promise<PlatformClient> {
	const client = createPlatformClient(platform, functions, itemIndex);
	if (cloudHost.test(new URL(await client.baseUrl()).hostname)) {
		throw new ConfigurationError(
			'Temporal Cloud serves neither workflows nor worker deployments over HTTP, only over gRPC',
			"Set the version with Temporal's command-line tool, such as in a task on ECS (docs/platforms.md, Temporal), or enter the address of a server that you run, with its HTTP port (7243)",
		);
	}
	return client;
}
