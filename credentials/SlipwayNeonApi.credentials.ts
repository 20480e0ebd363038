import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

export class SlipwayNeonApi implements ICredentialType {
	name = 'slipwayNeonApi';

	displayName = 'Slipway Neon API';

	icon: Icon = {
		light: 'file:../nodes/Neon/neon.svg',
		dark: 'file:../nodes/Neon/neon.dark.svg',
	};

	documentationUrl = 'https://github.com/candlefish-ai/n8n-nodes-slipway#credentials';

	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'A personal, organization or project API key, from Account settings > API keys in Neon',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://console.neon.tech/api/v2',
			description: 'Of the API, with its version',
		},
		{
			displayName: 'SQL URL',
			name: 'sqlUrl',
			type: 'string',
			default: '',
			description:
				"Where SELECT 1 is sent; leave it empty for each compute's own address at Neon. It receives connection URIs with their passwords.",
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
		headers: { ...request.headers, Authorization: `Bearer ${String(credentials.apiKey)}` },
	});

	// Organization and project keys have no user, but all of them may list their projects or organization.
	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl}}', url: '/users/me/organizations', disableFollowRedirect: true },
	};
}
