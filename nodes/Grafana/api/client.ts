import type { IAllExecuteFunctions } from 'n8n-workflow';

import { createPlatformClient, type Platform, type PlatformClient } from '../../shared/http/platformClient';
import { ConfigurationError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import { wordsOfAnswer } from './errorHints';

const stack: Platform = {
	name: 'Grafana',
	credentialType: 'slipwayGrafanaApi',
	// Every stack has an address of its own.
	defaultBaseUrl: '',
	openFields: ['otlpInstanceId'],
	readErrorMessage: wordsOfAnswer,
};

const otlp: Platform = {
	...stack,
	name: "Grafana's OTLP endpoint",
	baseUrlField: 'otlpUrl',
	baseUrlEnding: '/v1/metrics',
};

/** The stack's HTTP API, with the credential of the item. */
export function grafanaClient({ functions, itemIndex }: OperationContext): PlatformClient {
	return createPlatformClient(stack, functions, itemIndex);
}

/** For pickers, which have no item. */
export function grafanaClientForPicker(functions: IAllExecuteFunctions): PlatformClient {
	return createPlatformClient(stack, functions, 0);
}

/** The intake of metrics. @throws ConfigurationError where the credential has no such endpoint. */
export async function otlpClient({ functions, itemIndex }: OperationContext): Promise<PlatformClient> {
	const { otlpUrl } = await functions.getCredentials(stack.credentialType, itemIndex);
	if (typeof otlpUrl === 'string' && otlpUrl.trim() !== '') return createPlatformClient(otlp, functions, itemIndex);
	throw new ConfigurationError(
		'The Grafana credential has no OTLP endpoint',
		'Enter its OTLP Endpoint, Instance ID and Token: Grafana Cloud Portal > your stack > OpenTelemetry > Configure',
	);
}
