import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

export class SlipwayNetlifyApi implements ICredentialType {
	name = 'slipwayNetlifyApi';

	displayName = 'Slipway Netlify API';

	icon: Icon = {
		light: 'file:../nodes/Netlify/netlify.svg',
		dark: 'file:../nodes/Netlify/netlify.dark.svg',
	};

	documentationUrl = 'https://github.com/candlefish-ai/n8n-nodes-slipway#credentials';

	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'A personal access token, from User settings > Applications in Netlify',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.netlify.com/api/v1',
			description: 'Of the API, with its version',
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
		headers: { ...request.headers, Authorization: `Bearer ${String(credentials.accessToken)}` },
	});

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl}}', url: '/user', disableFollowRedirect: true },
	};
}
