import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

export class SlipwayApolloApi implements ICredentialType {
	name = 'slipwayApolloApi';

	displayName = 'Slipway Apollo GraphOS API';

	icon: Icon = {
		light: 'file:../nodes/Apollo/apollo.svg',
		dark: 'file:../nodes/Apollo/apollo.dark.svg',
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
			description:
				'In Apollo Studio under Settings > API Keys of the graph; it begins with service:. To publish it needs the role Contributor.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.apollographql.com/graphql',
			description: 'Of the Platform API, with /graphql',
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
		headers: { ...request.headers, 'x-api-key': String(credentials.apiKey).trim() },
	});

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: '',
			method: 'POST',
			body: { query: 'query SlipwayWhoAmI { me { id } }' },
			disableFollowRedirect: true,
		},
		// An unknown key is answered with 200, and is nobody.
		rules: [
			{
				type: 'responseSuccessBody',
				properties: { key: 'data.me', value: null, message: 'Apollo does not know this API key' },
			},
			{
				type: 'responseSuccessBody',
				properties: { key: 'data', value: null, message: 'This has not the form of an API key of Apollo' },
			},
		],
	};
}
