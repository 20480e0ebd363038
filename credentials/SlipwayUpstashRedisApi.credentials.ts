import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

export class SlipwayUpstashRedisApi implements ICredentialType {
	name = 'slipwayUpstashRedisApi';

	displayName = 'Slipway Upstash Redis API';

	icon: Icon = {
		light: 'file:../nodes/Upstash/upstash.svg',
		dark: 'file:../nodes/Upstash/upstash.dark.svg',
	};

	documentationUrl = 'https://github.com/candlefish-ai/n8n-nodes-slipway#credentials';

	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'REST Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'UPSTASH_REDIS_REST_TOKEN of the database; the read-only token cannot hold a lock',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'https://example.upstash.io',
			description: 'UPSTASH_REDIS_REST_URL of the database',
		},
		// Else any HTTP Request node could send it to any host (docs/decisions/0011-own-nodes-only.md).
		{
			displayName: 'Allowed HTTP Request Domains',
			name: 'allowedHttpRequestDomains',
			type: 'hidden',
			default: 'none',
		},
	];

	// A function, since n8n would evaluate an expression for every request (docs/benchmarks.md).
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => ({
		...request,
		headers: { ...request.headers, Authorization: `Bearer ${String(credentials.token)}` },
	});

	// A write that changes nothing, since the key does not exist: a read-only token fails here, not at night.
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: '/expire/slipway:credential-test/1',
			disableFollowRedirect: true,
		},
	};
}
