import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

export class SlipwayCloudflareApi implements ICredentialType {
	name = 'slipwayCloudflareApi';

	displayName = 'Slipway Cloudflare API';

	icon: Icon = {
		light: 'file:../nodes/Cloudflare/cloudflare.svg',
		dark: 'file:../nodes/Cloudflare/cloudflare.dark.svg',
	};

	documentationUrl = 'https://github.com/candlefish-ai/n8n-nodes-slipway#credentials';

	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'API Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'My Profile > API Tokens, limited to the zones it is for: Zone Read and DNS Edit; Cache Purge and Load Balancing: Monitors and Pools Edit where those are used',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.cloudflare.com/client/v4',
		},
		{
			displayName: 'Resolver URL',
			name: 'resolverUrl',
			type: 'string',
			default: 'https://cloudflare-dns.com/dns-query',
			description: 'A DNS over HTTPS resolver that answers JSON, asked without the token whether a change resolves',
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
		headers: { ...request.headers, Authorization: `Bearer ${String(credentials.apiToken)}` },
	});

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl}}', url: '/user/tokens/verify', disableFollowRedirect: true },
	};
}
